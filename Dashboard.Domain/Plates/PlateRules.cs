namespace Dashboard.Domain.Plates;

/// <summary>
/// How far a text may be believed to be a plate's, in any country: words stand on plates and vehicles without being the plate.
/// </summary>
public static class PlateRules
{
    /// <summary>
    /// Words around plates: names of states, what is printed on frames and stickers, makes of vehicles, signs.
    /// </summary>
    private static readonly HashSet<string> CommonWords = new(
        """
        ALABAMA ALASKA ARIZONA ARKANSAS CALIFORNIA COLORADO CONNECTICUT DELAWARE FLORIDA GEORGIA HAWAII IDAHO ILLINOIS
        INDIANA IOWA KANSAS KENTUCKY LOUISIANA MAINE MARYLAND MASSACHUSETTS MICHIGAN MINNESOTA MISSISSIPPI MISSOURI
        MONTANA NEBRASKA NEVADA HAMPSHIRE JERSEY MEXICO NEWMEXICO NEWYORK NEWJERSEY YORK CAROLINA NORTHCAROLINA
        SOUTHCAROLINA DAKOTA NORTHDAKOTA SOUTHDAKOTA OHIO OKLAHOMA OREGON PENNSYLVANIA RHODEISLAND TENNESSEE TEXAS UTAH
        VERMONT VIRGINIA WESTVIRGINIA WASHINGTON WISCONSIN WYOMING ONTARIO QUEBEC ALBERTA MANITOBA BRASIL BRAZIL
        ARGENTINA MERCOSUR MERCOSUL CHILE COLOMBIA POLSKA ROMANIA ESPANA ITALIA FRANCE DEUTSCHLAND
        SUNSHINE STATE SHOWME EVERGREEN EMPIRE GARDEN LINCOLN NATIVE GOLDEN LONESTAR FIRST TRUCK DEALER MOTORS AUTO
        CARS SALES RENTAL SERVICE TAXI POLICE POLICIA POLICJA POLIZEI SHERIFF AMBULANCE FIRE RESCUE SCHOOL TRANSIT
        TOYOTA HONDA NISSAN MAZDA SUBARU SUZUKI MITSUBISHI HYUNDAI DAEWOO CHEVROLET CHEVY FORD DODGE CHRYSLER JEEP
        BUICK CADILLAC PONTIAC SATURN MERCURY MERCEDES BENZ VOLKSWAGEN AUDI SKODA SEAT OPEL VAUXHALL PEUGEOT CITROEN
        RENAULT DACIA FIAT LANCIA ALFA ROMEO VOLVO SCANIA SAAB TESLA LEXUS ACURA INFINITI PORSCHE JAGUAR LANDROVER ROVER
        RANGE MINI SMART IVECO DIESEL TURBO HYBRID ELECTRIC SPORT LIMITED COROLLA CAMRY CIVIC ACCORD ALTIMA SENTRA
        FOCUS FIESTA OCTAVIA FABIA PASSAT ASTRA CORSA GOLF POLO PALIO SIENA UNO GOL FOX CELTA PRISMA CORSAS SANDERO
        PRIUS SILVERADO EXPLORER ESCAPE FUSION IMPALA MALIBU SIERRA TACOMA TUNDRA CRUISER STOP EXIT ENTRY ONLY PARK
        PARKING SLOW SPEED LIMIT SALE CLOSED
        """.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries),
        StringComparer.Ordinal);

    /// <summary>
    /// How far a perfectly read text may be believed to be a plate, 0 to 1. Text of letters alone, or with a 0 or 1 within
    /// that may be an O or I, is now and then a plate that its owner chose, far more often a word beside one; it stays
    /// below what makes a flow by itself.
    /// </summary>
    public static double Trust(ReadOnlySpan<char> text)
    {
        var first = text.IndexOfAnyInRange('0', '9');
        var isLetters = first < 0
            || (text.Length >= 6
                && first > 0
                && first < text.Length - 1
                && text[first] is '0' or '1'
                && text[(first + 1)..].IndexOfAnyInRange('0', '9') < 0);
        return isLetters ? 0.55 : 1;
    }

    /// <summary>Whether the text is a word that is often seen on and around vehicles, or one letter away from a long one.</summary>
    public static bool IsWord(ReadOnlySpan<char> text)
    {
        if (CommonWords.GetAlternateLookup<ReadOnlySpan<char>>().Contains(text))
        {
            return true;
        }

        if (text.Length < 6)
        {
            return false;
        }

        foreach (var word in CommonWords)
        {
            if (word.Length >= 6 && Math.Abs(word.Length - text.Length) <= 1 && PlateText.Distance(text, word) <= 1)
            {
                return true;
            }
        }

        return false;
    }
}
