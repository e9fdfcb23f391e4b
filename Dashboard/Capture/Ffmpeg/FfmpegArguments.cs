using System.Globalization;
using Dashboard.Capture.Http;
using Dashboard.Domain.Cameras;

namespace Dashboard.Capture.Ffmpeg;

/// <summary>The command line that makes ffmpeg write a source's frames to its standard output.</summary>
internal static class FfmpegArguments
{
    // What stands between knows better when a camera is silent, and tells it by hanging up; microseconds.
    private const string RelayTimeout = "60000000";

    // Both, so that ffmpeg need not convert between limited and full range; the output's header says which it is.
    private const string Format = "format=yuv420p|yuvj420p";

    // Some cameras save half of the rows, or columns. What is nearly square is left as it is, and what no picture has is not believed.
    private const string Shape =
        "scale=w='if(between(sar\\,1.1\\,2.5)\\,2*round(iw*sar/2)\\,iw)':h='if(between(sar\\,0.4\\,0.9)\\,2*round(ih/sar/2)\\,ih)'";

    // Frames that show what is over are left out for so long at most, should they be fewer than they were counted.
    private static readonly TimeSpan MaxOverTime = TimeSpan.FromSeconds(2.5);

    // Files of video and pictures as cameras and people save them; none that names other files, as playlists do.
    private const string Containers =
        "mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,avi,mpegts,mpeg,mpegvideo,vob,flv,live_flv,asf,mxf,ogg,rm,dv,nut,ivf,h264,hevc,m4v,mjpeg,mpjpeg,av1,obu,"
        + "vc1,gif,apng,yuv4mpegpipe,dhav,wtv,image2,bmp_pipe,dds_pipe,dpx_pipe,exr_pipe,gif_pipe,j2k_pipe,jpeg_pipe,jpegls_pipe,jpegxl_pipe,pam_pipe,"
        + "pbm_pipe,pcx_pipe,pgm_pipe,pgmyuv_pipe,png_pipe,ppm_pipe,psd_pipe,qoi_pipe,sgi_pipe,sunrast_pipe,tiff_pipe,webp_pipe,xbm_pipe,xpm_pipe";

    /// <summary>How much wider than high pixels are taken to be that say they are so: as <see cref="Shape"/> has it.</summary>
    public static double ShapeOfPixel(double said) => said is (>= 1.1 and <= 2.5) or (>= 0.4 and <= 0.9) ? said : 1;

    /// <summary>Arguments for a request; the output is YUV4MPEG2, which tells size and range of the frames by itself.</summary>
    /// <param name="request">What is read.</param>
    /// <param name="input">Where ffmpeg gets what comes from an address: it never gets the address itself.</param>
    /// <param name="hardware">Arguments that make something else than the processor decode.</param>
    /// <param name="over">So many of the first frames are decoded only for those behind them.</param>
    /// <param name="now">The time, for that.</param>
    /// <param name="isPaced">What comes from the web is a recording, to be played at its own pace.</param>
    public static IReadOnlyList<string> For(
        FrameRequest request, string? input = null, IReadOnlyList<string>? hardware = null, int over = 0,
        DateTimeOffset now = default, bool isPaced = false)
    {
        List<string> arguments = ["-hide_banner", "-loglevel", "level+verbose", "-nostdin", "-nostats", .. hardware ?? []];
        switch (CameraSource.KindOf(request.Source))
        {
            case SourceKind.Rtsp:
                Add("-threads", "2", "-rtsp_transport", "tcp", "-timeout", RelayTimeout);

                // Its rate is of no interest; looking for it takes a second or two at each start. What it looked at is decoded too: it may be the
                // only whole picture for seconds.
                Add("-analyzeduration", "3000000", "-fpsprobesize", "0", "-i", Given(input));
                break;
            case SourceKind.Http:
                Add("-threads", "2", "-rw_timeout", RelayTimeout);

                // These kinds may name a sound at any time: unless told otherwise ffmpeg waits five seconds and more for one.
                // They are looked at for as long, however early it is clear what they are; what was kept is clear from its first picture on.
                Add("-analyzeduration", over > 0 ? "100000" : "500000", "-fpsprobesize", "0");
                Add(isPaced ? ["-re"] : []);
                Add("-protocol_whitelist", "http,tcp,crypto", "-i", Given(input));
                break;
            default:
                if (request.RealTime)
                {
                    Add("-threads", "2", "-re");
                }

                if (request.Loop)
                {
                    Add("-stream_loop", "-1");
                }

                // A playlist that poses as a video must not make the server call other machines, nor open other files.
                Add("-protocol_whitelist", "file", "-format_whitelist", Containers, "-i", "file:" + Path.GetFullPath(request.Source));
                break;
        }

        Add("-map", "0:v:0", "-an", "-sn", "-dn", "-vf", $"{FilterOf(request, over, now)},{Shape},{Format}", "-fps_mode", "passthrough");
        Add("-f", "yuv4mpegpipe", "pipe:1");
        return arguments;

        static string Given(string? input) => input ?? throw new ArgumentNullException(nameof(input));

        void Add(params ReadOnlySpan<string> more) => arguments.AddRange(more);
    }

    /// <summary>Arguments that decode one picture, of any format that ffmpeg knows.</summary>
    public static IReadOnlyList<string> ForPicture(string path) =>
    [
        "-hide_banner", "-loglevel", "level+verbose", "-nostdin", "-nostats", "-threads", "1", "-protocol_whitelist", "file",
        "-format_whitelist", Containers, "-i", "file:" + Path.GetFullPath(path), "-map", "0:v:0", "-frames:v", "1", "-vf", Format,
        "-f", "yuv4mpegpipe", "pipe:1",
    ];

    private static string FilterOf(FrameRequest request, int over, DateTimeOffset now) => CameraSource.KindOf(request.Source) switch
    {
        SourceKind.Rtsp => ByArrival(request.RatePerSecond, over, now),
        SourceKind.Http => Behind(over, now) + Filter(request.RatePerSecond, mayStand: true),
        _ => Filter(request.RatePerSecond, mayStand: false),
    };

    // The clocks of cameras jump and go backwards: a frame's time is that of its arrival. As ArrivalRate does it: one that comes half a period early
    // is taken, and the next one is due later for it; those that are overdue are made up for, for a second. Register 0 holds when the next is due.
    private static string ByArrival(double? rate, int over, DateTimeOffset now)
    {
        var arrival = Behind(over, now) + "setpts='(RTCTIME-RTCSTART)/(TB*1000000)'";
        if (rate is null)
        {
            return arrival;
        }

        var period = (1 / rate.Value).ToString("0.######", CultureInfo.InvariantCulture);
        var credit = ArrivalRate.Credit.TotalSeconds.ToString("0.###", CultureInfo.InvariantCulture);
        return $"{arrival},select='if(gte(t\\,ld(0)-{period}/2)\\,st(0\\,if(isnan(prev_selected_t)\\,t\\,max(ld(0)\\,t-{credit}))+{period})\\,0)'";
    }

    // By the clock of the machine: where the picture changes its size, the filters begin anew, their count and their clock with them.
    private static string Behind(int over, DateTimeOffset now) => over == 0 ? "" : string.Create(
        CultureInfo.InvariantCulture, $"select='gte(n\\,{over})+gt(time(0)\\,{(now + MaxOverTime).ToUnixTimeMilliseconds() / 1000.0:0.###})',");

    // The first frame of each tick of the rate. Unlike the fps filter this neither repeats frames of a slow camera nor
    // holds one back until the next has come, which at a low rate would be many seconds. The hundredth of a tick keeps
    // frames that lie on a tick from falling before it by rounding. Parts of a video on the web come faster than they last, so that there arrival
    // tells nothing; but where its clock stands still, or creeps, a frame is taken when none was for a period (register 0 holds when that is over).
    private static string Filter(double? rate, bool mayStand)
    {
        if (rate is null)
        {
            return "null";
        }

        var ticks = string.Create(CultureInfo.InvariantCulture, $"{rate.Value:0.######}+0.01");
        var isTick = $"isnan(prev_selected_t)+not(eq(floor(t*{ticks})\\,floor(prev_selected_t*{ticks})))";
        var period = (1 / rate.Value).ToString("0.######", CultureInfo.InvariantCulture);
        return mayStand ? $"select='if({isTick}+gte(time(0)\\,ld(0))\\,st(0\\,time(0)+{period})\\,0)'" : $"select='{isTick}'";
    }
}
