using MudBlazor;

namespace Dashboard.Web.Theme;

/// <summary>
/// The one theme: the blue of the logo as accent, status colours that stand out from the surface in light and in dark
/// (at least 4.5:1), and one density for people who look at lists all day.
/// </summary>
internal static class AppTheme
{
    private static readonly string[] Fonts = ["system-ui", "-apple-system", "Segoe UI", "Roboto", "Liberation Sans", "sans-serif"];

    /// <summary>Counts unless the page is dark.</summary>
    public static MudTheme Light { get; } = Create(":root");

    /// <summary>Counts where <c>js/theme.js</c> has marked the page as dark.</summary>
    public static MudTheme Dark { get; } = Create(":root[data-palette=dark]");

    private static MudTheme Create(string scope) => new()
    {
        PaletteLight = LightPalette(),
        PaletteDark = DarkPalette(),
        LayoutProperties = new LayoutProperties { DefaultBorderRadius = "8px", AppbarHeight = "52px", DrawerWidthLeft = "216px" },
        Typography = Letters(),
        PseudoCss = new PseudoCss { Scope = scope },
    };

    private static PaletteLight LightPalette() => new()
    {
        Primary = "#2f4bd8",
        PrimaryContrastText = "#ffffff",
        Secondary = "#565b75",
        Info = "#2f4bd8",
        Success = "#166534",
        Warning = "#8a5300",
        Error = "#b3261e",
        Background = "#f5f6fa",
        Surface = "#ffffff",
        AppbarBackground = "#ffffff",
        AppbarText = "#1b1f3b",
        DrawerBackground = "#ffffff",
        DrawerText = "#1b1f3b",
        TextPrimary = "#1b1f3b",
        TextSecondary = "#565b75",
        TextDisabled = "#8d92a8",
        ActionDefault = "#565b75",
        LinesDefault = "#dfe1ec",
        LinesInputs = "#8a8fa6",
        TableLines = "#e6e8f1",
        TableHover = "#f0f2fa",
        Divider = "#dfe1ec",
        OverlayDark = "rgba(15,18,36,.5)",
    };

    private static PaletteDark DarkPalette() => new()
    {
        Primary = "#a3b4ff",
        PrimaryContrastText = "#10163a",
        Secondary = "#a9aec7",
        Info = "#a3b4ff",
        Success = "#6fd58f",
        SuccessContrastText = "#06240f",
        Warning = "#ffc266",
        WarningContrastText = "#2e1c00",
        Error = "#ff9c94",
        ErrorContrastText = "#3d0704",
        Background = "#11131c",
        Surface = "#1a1d2a",
        AppbarBackground = "#1a1d2a",
        AppbarText = "#e8eaf6",
        DrawerBackground = "#1a1d2a",
        DrawerText = "#e8eaf6",
        TextPrimary = "#e8eaf6",
        TextSecondary = "#a9aec7",
        TextDisabled = "#6f7590",
        ActionDefault = "#a9aec7",
        LinesDefault = "#323750",
        LinesInputs = "#7d83a0",
        TableLines = "#2b2f44",
        TableHover = "#22263a",
        Divider = "#323750",
        OverlayDark = "rgba(0,0,0,.6)",
    };

    private static Typography Letters() => new()
    {
        Default = new DefaultTypography { FontFamily = Fonts, FontSize = ".875rem", LineHeight = "1.45", LetterSpacing = "normal" },
        H1 = new H1Typography { FontFamily = Fonts, FontSize = "1.375rem", FontWeight = "600", LineHeight = "1.25", LetterSpacing = "normal" },
        H2 = new H2Typography { FontFamily = Fonts, FontSize = "1.0625rem", FontWeight = "600", LineHeight = "1.3", LetterSpacing = "normal" },
        Button =
            new ButtonTypography { FontFamily = Fonts, FontSize = ".875rem", FontWeight = "500", TextTransform = "none", LetterSpacing = "normal" },
        Body1 = new Body1Typography { FontFamily = Fonts, FontSize = ".875rem", LineHeight = "1.45", LetterSpacing = "normal" },
        Body2 = new Body2Typography { FontFamily = Fonts, FontSize = ".8125rem", LineHeight = "1.45", LetterSpacing = "normal" },
        Caption = new CaptionTypography { FontFamily = Fonts, FontSize = ".75rem", LineHeight = "1.4", LetterSpacing = "normal" },
    };
}
