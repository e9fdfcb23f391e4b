using Dashboard.Hosting.Process;

namespace Dashboard.Tests.Hosting.Process;

/// <summary>Which pages the machine may have back: only those that can be read again.</summary>
public sealed class ProgramPagesTests
{
    [Theory]
    [InlineData("7f12a000-7f12c000 r-xp 00000000 08:01 1234    /usr/lib/x y.so", 0x7f12a000, 0x2000)]
    [InlineData("00400000-00401000 r--p 00000000 08:01 12 /opt/plates/Dashboard.dll", 0x400000, 0x1000)]
    [InlineData("ffffffffff600000-ffffffffff601000 --xp 00000000 00:00 0", 0, 0)]
    [InlineData("7f12a000-7f12c000 rw-p 00000000 08:01 1234 /usr/lib/x.so", 0, 0)]
    [InlineData("7f12a000-7f12c000 rw-p 00000000 00:00 0 [heap]", 0, 0)]
    [InlineData("7f12a000-7f12c000 r-xs 00000000 00:01 9 /memfd:doublemapper (deleted)", 0, 0)]
    [InlineData("7f12a000-7f12c000 r--p 00000000 08:01 9 /opt/plates/old.dll (deleted)", 0, 0)]
    [InlineData("7f12a000-7f12a000 r--p 00000000 08:01 9 /opt/plates/x.dll", 0, 0)]
    [InlineData("/nonsense", 0, 0)]
    [InlineData("", 0, 0)]
    public void Line_OfAFileThatIsOnlyRead_IsARange(string line, long start, long length) => Assert.Equal(
        length == 0 ? null : ((nint)start, (nuint)length), ProgramPages.Read(line));

    [Fact]
    public void Program_WhosePagesAreGone_GoesOn()
    {
        ProgramPages.Release();
        Assert.Equal("plates", string.Concat("pla", "tes".ToLowerInvariant()));
    }
}
