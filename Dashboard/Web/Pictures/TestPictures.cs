using System.Security.Cryptography;
using Dashboard.Hosting;

namespace Dashboard.Web.Pictures;

/// <summary>
/// Pictures of camera tests, for a short while: the page holds only an address. The newest few are kept in memory, each
/// for the person who made the test.
/// </summary>
internal sealed class TestPictures(TimeProvider time)
{
    private const int MaxKept = 64;
    private static readonly TimeSpan Life = TimeSpan.FromMinutes(15);

    private readonly SteadyClock _clock = new(time);
    private readonly Lock _gate = new();
    private readonly List<(string Id, string Person, byte[] Jpeg, DateTimeOffset At)> _pictures = [];

    /// <summary>Keeps a picture and returns the id it is found by; the oldest go when there are too many.</summary>
    public string Add(string person, byte[] jpeg)
    {
        var id = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        lock (_gate)
        {
            ForgetOld();
            if (_pictures.Count == MaxKept)
            {
                _pictures.RemoveAt(0);
            }

            _pictures.Add((id, person, jpeg, _clock.Now));
        }

        return id;
    }

    /// <summary>The picture; null where it is gone or another person's.</summary>
    public byte[]? Find(string id, string person)
    {
        lock (_gate)
        {
            ForgetOld();
            return _pictures.FirstOrDefault(picture => picture.Id == id && picture.Person == person).Jpeg;
        }
    }

    private void ForgetOld() => _pictures.RemoveAll(picture => _clock.Now - picture.At > Life);
}
