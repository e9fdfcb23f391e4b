using Dashboard.Domain.Cameras;

namespace Dashboard.Web.Pages.Cameras.Addresses;

/// <summary>
/// The addresses of a camera as they are typed, and its sign-in, which has fields of its own and goes with both. The stored password is never in
/// a field: it stays where nothing is typed in its place.
/// </summary>
public sealed class CameraAddresses
{
    /// <summary>The computer of addresses that are examples.</summary>
    internal const string ExampleHost = "192.168.1.20";

    private const string Unclear =
        "It is not clear where the password in this address ends: enter user and password in their own fields, and write %40 for an @ in the path.";

    private const string Masked =
        "Type what stood in place of ***, or the whole address again: a secret is not kept over a restart of the server, nor for another host.";

    private const string Lost =
        "Type the password again: it is not kept over a restart of the server. If the camera needs none, clear the user.";

    private const string OtherHost = "Enter the password again: the stored one is only for the host and port for which it was entered.";

    private readonly string _source;
    private readonly string _substream;
    private readonly (string Address, string User, string Substream) _loaded;
    private readonly bool _isToken;
    private readonly bool _hasOwnSignIn;

    /// <summary>Starts from what is stored; empty where nothing is.</summary>
    /// <param name="source">The address of the main stream, with its sign-in.</param>
    /// <param name="substream">That of the small one, likewise.</param>
    public CameraAddresses(string source = "", string substream = "")
    {
        (_source, _substream) = (source, substream);
        var (address, user, password) = CameraSource.SplitSignIn(CameraSource.Mask(source));
        _isToken = user == CameraSource.MaskText && password.Length == 0;
        HasStoredPassword = _isToken || password.Length > 0;
        (Address, User) = (address, _isToken ? "" : user);
        _hasOwnSignIn = CameraSource.SplitSignIn(substream) is var other && (other.User.Length > 0 || other.Password.Length > 0)
            && !(CameraSource.SharesSignIn(source, substream) && HasSignInOf(source, substream));
        Substream = CameraSource.Mask(_hasOwnSignIn ? substream : CameraSource.SplitSignIn(substream).Address);
        _loaded = (Address, User, Substream);
    }

    /// <summary>The address of the main stream, without the sign-in.</summary>
    public string Address { get; set; }

    /// <summary>The user of the camera.</summary>
    public string User { get; set; }

    /// <summary>The password of the camera; empty: what is stored stays, as long as there is a user.</summary>
    public string Password { get; set; } = "";

    /// <summary>The address of the small stream, without the sign-in where it is the same; empty: there is none.</summary>
    public string Substream { get; set; }

    /// <summary>Whether a password is stored, which an empty field leaves as it is.</summary>
    public bool HasStoredPassword { get; }

    /// <summary>Whether a password was typed before a restart of the server, over which it was not kept.</summary>
    public bool HasLostPassword { get; set; }

    /// <summary>Whether a user was typed then that may be a token, likewise.</summary>
    public bool HasLostUser { get; set; }

    /// <summary>What becomes of the stored password.</summary>
    internal StoredPassword StoredPassword =>
        !HasStoredPassword ? StoredPassword.None
        : Password.Length > 0 ? StoredPassword.Replaced
        : !KeepsPassword || !TakesSignIn ? StoredPassword.Removed
        : IsMasked(SourceToTry) ? StoredPassword.OfOtherHost
        : StoredPassword.Kept;

    /// <summary>Computer and port of the stored address; empty where there is none.</summary>
    internal string StoredPlace => CameraSource.HostOf(_source);

    /// <summary>The computer of the stored address; empty where there is none.</summary>
    internal string StoredHost => CameraSource.HostNameOf(_source);

    /// <summary>Whether a sign-in belongs to the address: files have none.</summary>
    public bool TakesSignIn => !Path.IsPathFullyQualified(FilePath);

    /// <summary>Whether it is the path of a folder, as far as the text tells.</summary>
    internal bool IsFolder => !TakesSignIn && !Path.HasExtension(FilePath);

    /// <summary>Whether pictures are dropped in the folder, each of which is read once.</summary>
    internal bool IsDropFolder
    {
        get => CameraSource.KindOf(Address.Trim()) == SourceKind.Drop;
        set => Address = value ? CameraSource.OfDrop(FilePath) : FilePath;
    }

    /// <summary>What was meant, where the address was typed without its scheme; null: nothing is missing.</summary>
    public string? Meant => CameraSource.WithScheme(Address.Trim());

    /// <summary>The address with its sign-in, with <c>***</c> in place of what stays as it is stored.</summary>
    public string Source
    {
        get
        {
            var (address, user) = (Address.Trim(), User.Trim());
            return CameraSource.IsSignInUnclear(address) ? address
                : !KeepsPassword ? CameraSource.WithSignIn(address, user, Password)
                : (address, user) == (_loaded.Address, _loaded.User) ? CameraSource.Mask(_source)
                : CameraSource.WithMaskedSignIn(address, user, _isToken);
        }
    }

    /// <summary>
    /// The substream with its sign-in, likewise: that of the camera where the address has none and <see cref="CameraSource.SharesSignIn"/> allows it.
    /// </summary>
    public string SubstreamSource
    {
        get
        {
            var (typed, source) = (Substream.Trim(), Source);
            if (!CameraSource.IsAddress(typed) || CameraSource.IsSignInUnclear(typed))
            {
                return typed;
            }

            var (address, user, password) = CameraSource.SplitSignIn(typed);
            var (_, mainUser, mainPassword) = CameraSource.SplitSignIn(source);
            var isWithout = (user.Length == 0 && password.Length == 0)
                || (password == CameraSource.MaskText && user == mainUser && !_hasOwnSignIn);
            if (!isWithout)
            {
                return password.Length == 0 || password == CameraSource.MaskText ? typed : CameraSource.WithSignIn(address, user, password);
            }

            return !CameraSource.SharesSignIn(source, address) ? typed
                : !KeepsPassword ? CameraSource.WithSignIn(address, mainUser, mainPassword)
                : source == CameraSource.Mask(_source) && address == _loaded.Substream && HasSignInOf(_source, _substream)
                    ? CameraSource.Mask(_substream)
                : CameraSource.WithMaskedSignIn(address, User.Trim(), _isToken);
        }
    }

    /// <summary>The address as it is to be tried: with the stored password where that stays, and the machine is the same.</summary>
    public string SourceToTry => CameraSource.RestoreMask(Source, _source);

    /// <summary>The substream as it is to be tried, likewise.</summary>
    public string SubstreamToTry => CameraSource.RestoreSubstream(SubstreamSource, _substream, SourceToTry);

    /// <summary>What is wrong with the address; null: nothing.</summary>
    public string? AddressError => CameraSource.IsSignInUnclear(Address.Trim()) ? Unclear
        : PasswordError is not null && !HasMask(Address) ? null
        : MaskError(SourceToTry) ?? CameraValidation.SourceError(SourceToTry);

    /// <summary>What is wrong with the password; null: nothing.</summary>
    public string? PasswordError => !TakesSignIn || Password.Length > 0 ? null
        : KeepsPassword && IsMasked(SourceToTry) ? OtherHost
        : HasLostPassword && User.Trim().Length > 0 ? Lost
        : null;

    /// <summary>What is wrong with the substream's address; null: nothing.</summary>
    public string? SubstreamError => CameraSource.IsSignInUnclear(Substream.Trim()) ? Unclear
        : PasswordError is not null && !HasMask(Substream) ? null
        : MaskError(SubstreamToTry) ?? CameraValidation.SubstreamError(SubstreamToTry, SourceToTry);

    /// <summary>All that was typed, to be compared.</summary>
    internal string Typed => string.Join('\n', Address, User, Password, Substream);

    private string FilePath => CameraSource.DropPath(Address.Trim()) ?? Address.Trim();

    private bool KeepsPassword => HasStoredPassword && Password.Length == 0 && (User.Trim().Length > 0 || _loaded.User.Length == 0);

    /// <summary>An address that was typed with its sign-in: it goes to its own fields.</summary>
    public void SplitSignIn()
    {
        var typed = Address.Trim();
        if (CameraSource.IsSignInUnclear(typed))
        {
            return;
        }

        var (address, user, password) = CameraSource.SplitSignIn(typed);
        if (user.Length + password.Length > 0)
        {
            // What is masked stands for what is stored.
            (Address, User) = (address, user == CameraSource.MaskText ? "" : user);
            Password = password == CameraSource.MaskText ? "" : password;
        }
    }

    /// <summary>
    /// Another address of the camera, moved to the computer of the main one where that was changed; null: it does not stand on the former one.
    /// </summary>
    /// <param name="typed">With its secrets masked.</param>
    internal string? OnNewHost(string typed)
    {
        var (former, host) = (StoredHost, CameraSource.HostNameOf(Address.Trim()));
        var (address, user, password) = CameraSource.SplitSignIn(typed.Trim());
        if (former.Length == 0 || host.Length == 0 || string.Equals(former, host, StringComparison.OrdinalIgnoreCase)
            || !string.Equals(former, CameraSource.HostNameOf(address), StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        var start = address.IndexOf("://", StringComparison.Ordinal) + 3;
        var moved = string.Concat(address.AsSpan(0, start), host, address.AsSpan(start + former.Length));
        return password == CameraSource.MaskText ? CameraSource.WithMaskedSignIn(moved, user, isToken: false)
            : user == CameraSource.MaskText ? CameraSource.WithMaskedSignIn(moved, "", isToken: true)
            : CameraSource.WithSignIn(moved, user, password);
    }

    /// <summary>Takes <see cref="Meant"/> in place of what was typed.</summary>
    public void UseMeant()
    {
        Address = Meant ?? Address;
        SplitSignIn();
    }

    /// <summary>An example on the computer that was typed, where there is one.</summary>
    internal string OnTypedHost(string example) =>
        CameraSource.HostNameOf(Meant ?? Address.Trim()) is { Length: > 0 } host
            ? example.Replace(ExampleHost, host, StringComparison.Ordinal)
            : example;

    /// <summary>Takes the addresses of a make, likewise, in place of what was typed; the sign-in stays.</summary>
    internal void UseExample(string address, string substream) =>
        (Address, Substream) = (OnTypedHost(address), OnTypedHost(substream));

    /// <summary>Another address of the camera as it is typed, with the new sign-in where it had the camera's and only that was changed.</summary>
    /// <param name="stored">With its sign-in.</param>
    /// <param name="typed">With its secrets masked.</param>
    internal string Follow(string stored, string typed)
    {
        var isSame = typed == CameraSource.Mask(stored);
        var (main, other) = (Source, CameraSource.SplitSignIn(isSame ? stored : typed).Address);
        return Password.Length > 0 && (isSame || IsMasked(typed)) && HasSignInOf(_source, stored)
            && CameraSource.SplitSignIn(typed).User == CameraSource.SplitSignIn(CameraSource.Mask(stored)).User
            && string.Equals(CameraSource.HostNameOf(main), CameraSource.HostNameOf(other), StringComparison.OrdinalIgnoreCase)
                ? CameraSource.WithSignIn(other, User.Trim(), Password)
                : typed;
    }

    private static bool HasSignInOf(string main, string other)
    {
        var (_, user, password) = CameraSource.SplitSignIn(main);
        var signIn = CameraSource.SplitSignIn(other);
        return user.Length + password.Length > 0 && (signIn.User, signIn.Password) == (user, password);
    }

    // What people typed has no secret that could be put back.
    private static bool HasMask(string typed) => CameraSource.HasMask(CameraSource.SplitSignIn(typed.Trim()).Address);

    private static string? MaskError(string source) => CameraSource.HasMask(source) ? Masked : null;

    private static bool IsMasked(string source) => CameraSource.SplitSignIn(source) is var (_, user, password)
        && (password == CameraSource.MaskText || (user == CameraSource.MaskText && password.Length == 0));
}
