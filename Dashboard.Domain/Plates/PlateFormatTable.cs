using System.Globalization;
using System.Text.RegularExpressions;

namespace Dashboard.Domain.Plates;

/// <summary>The list of formats as text, and how it is read.</summary>
internal static partial class PlateFormatTable
{
    /// <summary>
    /// A line: region, how likely a misfit is, letters that never stand at an L (- for none), formats. A: any letter,
    /// L: any but those, 0: a digit, another letter: itself, {m,n}: m to n of the one before. Separators are left out, as in <see cref="PlateText"/>.
    /// A region's lines add up; a state has its own formats and, less likely, its country's.
    /// </summary>
    private const string Lines =
        """
        ad 0.05 - A0000
        ae 0.05 - A0{1,5} AA0{1,5} 000{3,5}
        af 0.05 - 00000
        al 0.03 IOQ LL000LL
        am 0.03 IOQ 00LL000 000LL00
        ao 0.05 - AA0000AA AD0{3,4}AA BG0{3,4}AA AD0000A BG0000A
        ar 0.02 - AAA000 AA000AA A000AAA 000AAA
        at 0.05 - A{1,2}0{1,6}A{1,3} A{2,6}0{1,4} A{1,2}0{3,6}
        au 0.15 - AAA000 AAA00A 0AA0AA 000AAA 0AAA000 S000AAA 000AA0 AA00AA A{3}00A
        az 0.03 IOQ 00LL000
        ba 0.03 BCDFGHILNPQRSUVWXYZ L00L000 L{3}000 000L000
        bb 0.05 - A0{3,4}
        bd 0.05 - 0{3,7} AA0000 AAA0000
        be 0.04 IOQ 0LLL000 LLL000 000LLL L{3}00 0000L L0000
        bf 0.05 - 00AA0000 00A0000 00A00000
        bg 0.02 DFGIJLNQRSUVWZ L{1,2}0000L{1,2} L{1,2}00000{1,2}
        bh 0.05 - 0{5,6}
        bi 0.05 - A0000A H0000A
        bj 0.05 - AA0000RB A0000RB AA0000
        bn 0.05 - AAA0000 BAA0000 KAA0000
        bo 0.05 - 0{3,4}AAA
        br 0.01 - AAA0000 AAA0A00
        bs 0.05 - AA0000 000000
        bt 0.05 - BP0A0000 BG0A0000
        bw 0.05 - B000AAA
        by 0.03 DFGJLNQRSUVWYZ 0000LL0 00LL0000 L000LL0
        ca 0.15 - AAA000 AAAA000 A00AAA 000AAA AA000A 000AA 0AA000 AAA0000 0000AA A00000
        cd 0.05 - 0000AA00
        cg 0.05 - 000AA0 0000AA0
        ch 0.02 - AA0{1,6}
        ci 0.05 - 0000AA00 AA000AA 000AA00
        cl 0.03 AEIMNOQU LLLL00
        cl 0.03 - AA0000 AAA00 AA000
        cm 0.05 - AA000AA AA0000A AT000AA CE000AA
        cn 0.03 IO L00000 L0000L LL0000 L0L000 LLL000 LD00000 LF00000 L00000D
        co 0.02 - AAA000 AAA00A
        cr 0.05 - AAA000 000000
        cu 0.05 - P000000 B000000 K00000
        cw 0.05 - A0000
        cy 0.04 - AAA000
        cz 0.03 GOQW 0L00000 0L{2}0000 0LL000 00L0000 0L0000 EL000LL
        cz 0.03 - A{2,3}0000
        de 0.02 - A{2,5}0{1,4} A{2,5}0{1,3}E A{2,5}0{1,3}H A{1,3}0{3,6}
        dk 0.04 IOQ LL00000 LL0{3,5}
        do 0.05 - A000000 G000000 K0000000
        dz 0.05 - 0{9,10}
        ec 0.03 - AAA0{3,4} AA000A
        ee 0.05 IOQ 000LLL 00LLL
        eg 0.05 - 0{3,7} AA0000 AAA0000
        es 0.02 AEIOUQ 0000LLL
        es 0.02 - A{1,2}0000A{1,2} A{1,2}0{6} A0000AAA
        et 0.05 - 0{5,6} 0A00000 AA0A00000 AA000000
        fi 0.06 - A{2,3}0{1,3}
        fj 0.05 - AA000
        fo 0.05 - AA000
        fr 0.01 IOU LL000LL
        fr 0.03 IO 0{1,4}L{1,3}0{2}
        ga 0.05 - AA000AA 0000G0A
        gb 0.06 IQ LL00LLL L0{1,3}LLL LLL0{1,3}L
        gb 0.06 - A{1,3}0{1,4} 0{1,4}A{1,3}
        ge 0.03 - AA000AA AAA000
        gg 0.05 - 0{4,5}
        gh 0.05 - AA000000 GC00000 GX00000 M00AS000 M00GR000 GR000000 GW000000
        gi 0.05 - G0000A
        gl 0.05 - GR0{4,5}
        gm 0.05 - AA0000A AAA0000A BJA0{3,4}A KMC000A
        gn 0.05 - AA0{3,4}A RC0000A
        gr 0.03 CDFGJLQRSUVW LLL0000 LLL000
        gt 0.05 AEIOU P000LLL C000LLL M000LLL
        gy 0.05 - PAA0000 GAA0000
        hk 0.05 IO LL0{1,4} L000
        hn 0.05 - AAA0000 HAA0000
        hr 0.03 QWXY LL0{3,4}L{1,2}
        ht 0.05 - AA00000
        hu 0.04 - AAA000 AAAA000 AA0000
        id 0.03 - A{1,2}0{1,4}A{1,3} A{1,2}0{3,4}
        ie 0.03 - 0{2,3}A{1,2}0{1,6}
        il 0.02 - 0{7,8}
        im 0.05 - AAA000A AAA000 MN000A
        in 0.05 IO AA00LL0000 AA00L0000 AA0LL0000 AA00LLL0000 AA0L0000
        iq 0.05 - 00A00000 00A0000
        ir 0.05 - 0{3,7} AA0000 AAA0000
        is 0.06 - AA000 AAA00 AAA000 AA0A00
        it 0.02 IOQU LL000LL LL00000 AA000LL
        it 0.02 - AA0{5,6} AA000A0 AA00000A
        je 0.05 - J0{5,6}
        jm 0.05 - 0000AA 0000A
        jo 0.05 - 0{6,7}
        jp 0.05 - 0{3,7}
        ke 0.05 IO KLL000L KLL000 GKA000L GKB000L KMLL000L AAA000L
        kg 0.05 - 00KG000AAA 00000AAA
        kh 0.05 IO 0LL0000 0L0000
        kr 0.05 - 000000 0000000
        kw 0.05 - 0{5,7}
        kz 0.03 - 000AAA00 000AA00 A000AAA
        la 0.05 - 0000
        lb 0.05 - A0{5,6} B000000 G0{5,6}
        li 0.03 - AA0{1,5}
        lk 0.05 - AAA0000 AA0000 AAAAA0000 AAAA0000 000000
        lr 0.05 - A00000 AA0000
        ls 0.05 - A000AAA AAA000 A000
        lt 0.05 - AAA000 AA0000 AA000
        lu 0.05 - AA0000 0{4,5}
        lv 0.05 - AA0{1,4} A0000
        ly 0.05 - 0{6,7}
        ma 0.05 - 0{5,7} WW000000
        mc 0.05 - A000 0000
        md 0.03 - AAA000 AAA00
        me 0.03 - AAAA000
        mg 0.05 - 0000AAA 0000TAA 0000AA
        mk 0.03 - AA0000AA AA000AA
        ml 0.05 - AA0000AA A0000MD AA0{3,4}A
        mm 0.05 - 0A0000 00A00000
        mn 0.05 - 0000
        mo 0.05 - AA0000 A0000
        mr 0.05 - 0000AA00
        mt 0.04 - AAA000
        mu 0.05 - 0000AA00 00AA00 AA0000
        mv 0.05 - AA0000 A0000
        mw 0.05 - AA0{3,4}
        mx 0.05 IOQ L{3}0{3,4} 000L{3} LLL000L LL0{5} L00LLL LL00000 000LLL LLL0000 L000LLL
        my 0.06 IO L{1,3}0{1,4} L{1,3}0{1,4}L
        mz 0.05 - AAA000AA AAA000MC AAA000MP
        na 0.05 - N0000W N000000W N00000A N00000AA
        ne 0.05 - 0A0000 00A0000 AA0000
        ng 0.05 - AAA000AA AA000AAA AAA000A
        ni 0.05 - M0{5,6} CH00000 AE00000
        nl 0.02 AEIOUCQY LL0000 0000LL 00LL00 LL00LL LLLL00 00LLLL 00LLL0 0LLL00 LL000L L000LL LLL00L L00LLL 0LL000 000LL0
        no 0.03 IOQ LL00000 LL0000 L{2}000
        np 0.05 - 0{3,7} AA0000 AAA0000
        nz 0.10 - AAA000 AA0000
        om 0.05 CEFGIJNOPQUVXZ 0{4,5}LL 0{4,5}L LL00000 L0000
        pa 0.05 - AA0{3,4} 000000 M00000
        pe 0.04 - AAA000 A0A000 AA0000 AAA0000
        pg 0.05 - AAA000
        ph 0.05 - AAA0{3,4} AA0{4,5} 000AAA
        pk 0.05 - AAA0{3,6} AA000 ICTAA000
        pl 0.03 BDIOZ AA00000 AA0000L AA000LL AA0L000 AA0LL00 AAAL000 AAA00LL AAA0L00 AAA00L0 AAA0LL0 AAALL00 AAA00000 AAA0000L AAA000LL AAALL0L
        pl 0.03 - A0A{3,5} A0A{2,4}0{1,2} AA000AA AAA0000
        pr 0.05 - AAA000
        ps 0.05 - 0{6,7}
        pt 0.02 - AA00AA 00AA00 0000AA AA0000
        py 0.03 - AAA000 AAAA000 000AAAA
        qa 0.05 - 0{5,6}
        ro 0.02 Q AA00LLL A00LLL A000LLL AA0{5,6} A0{5,6}
        rs 0.03 - AA0{3,5}AA
        ru 0.01 DFGIJLNQRSUVWZ L000LL0{2,3} LL0000{2,3} LL0{5,6}
        rw 0.05 - RAA000A RA000A
        sa 0.05 CFIMOPQWY 0{3,4}LLL LLL0000
        sc 0.05 - S0{4,5}
        sd 0.05 - 000000
        se 0.04 IQV LLL000 LLL00L
        sg 0.03 IO L{2,3}0{1,4}L
        si 0.05 - AA00AAA AAAA000 AA000AA AA0A000 AAA0000 AAAA00 AAA00A AAA0A0
        sk 0.04 QW AA000LL AALL000
        sl 0.05 - AAA000
        sm 0.05 - A0{3,4}
        sn 0.05 - AA0000A AA000AA DK0000AA DK0000A TH0000A
        so 0.05 - AA0000 A0000
        sr 0.05 - 0000AA P00000
        ss 0.05 - SSD000A CE000A
        sv 0.05 - P000000 P00000A A00000 M000000
        sy 0.05 - 0{6,7}
        sz 0.05 - AAA000AA AAA000AM AAA000BM ASD000AH ASD000AM DSD000AH DSD000AM
        tg 0.05 - TG0000AA 0000AA
        th 0.05 - 0{1,4} 00{1,3} 0AA0000 AA0000
        tj 0.05 DFGIJLNQRSUVWZ 0000LL00
        tm 0.05 - AA0000AA 0000AAAA
        tn 0.05 - 0{6,7} RS000000
        tr 0.02 QWX 00L{1,3}0{2,5}
        tt 0.05 - PAA0000 TAA000
        tw 0.04 IO LLL0000 0000LL LL0000 L00000 L{3}000
        tz 0.05 IO T000LLL MC000LLL
        ua 0.02 DFGJLNQRSUVWYZ LL0000LL
        ug 0.05 IO ULL000L UA000LL UEL000L
        us 0.15 - AAA0000 AAA000 000AAA 0AAA000 AAAA00 AA00000 A000000 A00AAA AAA00A AA0000 0000AA AA000A 000AA0 0A00000 AA0A000 A0A000
        us 0.15 - 00000A0 0AA0000 AA0A0A 00A000 0000AAA A00000 0AAA00 AAA00000 AAA0A0 A0000A 00AAA0 00AA00 000AA A000AA 00A0000 AAAA000 AAA00
        us-ak 0.15 - AAA000
        us-al 0.15 - 0A{1,2}0{3,5} 00A{1,2}0{2,4} 00A0A00 00AA000 00A00A0
        us-ar 0.15 - 000AAA AAA00A
        us-az 0.15 - AAA0000 000AAA AAA0A0A
        us-ca 0.15 IOQ 0LAL000
        us-ca 0.15 - 0A00000 00000A0 0{5}A0
        us-co 0.15 - 000AAA AAA000 AAAA00
        us-ct 0.15 - 000AAA AA00000 0AAAA0 AAA000
        us-dc 0.15 - AA0000
        us-de 0.15 - 0{5,6}
        us-fl 0.15 - A00AAA AAAA00 000AAA AAA00A AA00AA
        us-ga 0.15 - AAA0000 0000AAA AAA000
        us-hi 0.15 - AAA000
        us-ia 0.15 - 000AAA AAA000
        us-id 0.15 - 0A0{4,6} 0AA0{3,5} 0A00000
        us-il 0.15 - A000000 AA00000 0{6,7} 000A000 AA0000 A0{5}
        us-in 0.15 - 000A 000AA 000AAA 00A0000 0{2,3}A0{3,4} AAA000
        us-ks 0.15 - 000AAA AAA000 0000AAA
        us-ky 0.15 - 000AAA A0A000
        us-la 0.15 - AAA000 000AAA A000000
        us-ma 0.15 - 000AA0 0000AA 00AA00 0AAA00 000AAA 0AA000 AA0000 A{2,3}00A
        us-md 0.15 - 0AA0000 AAA000 0AAA00 AAA00A
        us-me 0.15 - 0000AA 000AAA
        us-mi 0.15 - AAA0000 AAA000 0AAA00 0AAA000 AAA00A
        us-mn 0.15 - AAA000 000AAA
        us-mo 0.15 - AA0A0A 000AAA AAA000 0AA000
        us-ms 0.15 - AAA000 AAA0000
        us-mt 0.15 - 0{1,2}0000A 00A0000 0{5,7}A AAA000
        us-nc 0.15 - AAA0000 AA0000
        us-nd 0.15 - AAA000 000AAA
        us-ne 0.15 - AAA000 0{1,2}A0{2,4} 00A000
        us-nh 0.15 - 0{6,7}
        us-nj 0.15 - AAA00A A00AAA AA000A
        us-nm 0.15 - AAA000 000AAA AAAA00
        us-nv 0.15 - 000AAA 00A000 AAA000
        us-ny 0.15 - AAA0000 AAA000
        us-oh 0.15 - AAA0000 AA00AA AAA000
        us-ok 0.15 - AAA000 000AAA
        us-or 0.15 - 000AAA AAA000
        us-pa 0.15 - AAA0000
        us-ri 0.15 - AA000 0{5,6} 0AA000
        us-sc 0.15 - AAA000 000AAA AAAA00
        us-sd 0.15 - 0A0000 00A000 0AA000 00AA00
        us-tn 0.15 - 000AAA AAA000 A0000A A0{4}A AAA0000
        us-tx 0.15 - AAA0000 AA0A000 A00AAA AAA000 000AAA 00AAA0 0AAA00
        us-ut 0.15 - A000AA 000AAA AAA000 0A0AA 0A00A
        us-va 0.15 - AAA0000 AAA000 AA0000
        us-vt 0.15 - AAA000
        us-wa 0.15 - AAA0000 000AAA A00000A
        us-wi 0.15 - 000AAA AAA0000 AA0000
        us-wv 0.15 - 0AA000 AA0000 A00000
        us-wy 0.15 - 0{1,2}0{4,5} 0{1,2}0{2,4}A{1,2}
        uy 0.03 - AAA0000 AA0000
        uz 0.05 IQ 00L000LL 00000LLL 00LLL00
        va 0.05 - SCV00000 CV00000
        ve 0.04 - AA000AA AAA00A AA000A
        vn 0.05 IJOQRW 00L00000 00L0000 00L000000 00LL00000
        vn 0.05 - 00AA00000 00AD00000 00DA00000 00MD000000
        xk 0.03 - 00000AA 00000A{2}
        ye 0.05 - 000000
        za 0.06 AEIOUQ LL00LLGP LLL000GP 000LLLGP LLL000L LL00LL
        za 0.06 - A{2,3}0{2,6} AA00AAAA A{1,3}0{3,6}
        zm 0.05 - AAA0{3,4}
        zw 0.05 - AAA0000
        """;

    public static Dictionary<string, RegionFormats> Read()
    {
        var regions = new Dictionary<string, RegionFormats>(StringComparer.OrdinalIgnoreCase);
        foreach (var line in Lines.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            var unused = words[2] == "-" ? "" : words[2];
            if (!regions.TryGetValue(words[0], out var formats))
            {
                var country = regions.GetValueOrDefault(PlateFormats.CountryOf(words[0]));
                regions[words[0]] = formats = new RegionFormats(double.Parse(words[1], CultureInfo.InvariantCulture), country);
            }

            foreach (var format in words.Skip(3).SelectMany(Expand).Where(f => f.Length <= PlateFormats.MaxLength))
            {
                formats.Add(format, unused);
            }
        }

        return regions;
    }

    /// <summary>A format with {m,n} as the formats without it.</summary>
    private static IEnumerable<string> Expand(string format)
    {
        var match = Repeat().Match(format);
        if (!match.Success)
        {
            return [format];
        }

        var min = int.Parse(match.Groups[2].ValueSpan, CultureInfo.InvariantCulture);
        var max = match.Groups[3].Success ? int.Parse(match.Groups[3].ValueSpan, CultureInfo.InvariantCulture) : min;
        return Enumerable.Range(min, max - min + 1)
            .SelectMany(
                count => Expand($"{format[..match.Index]}{new string(match.Groups[1].Value[0], count)}{format[(match.Index + match.Length)..]}"));
    }

    [GeneratedRegex(@"(.)\{(\d)(?:,(\d))?\}")]
    private static partial Regex Repeat();
}
