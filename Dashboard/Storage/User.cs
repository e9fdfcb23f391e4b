using Microsoft.AspNetCore.Identity;

namespace Dashboard.Storage;

/// <summary>A person who may sign in. The user name is the e-mail address.</summary>
internal sealed class User : IdentityUser<int>
{
    /// <summary>False: the person may not sign in.</summary>
    public bool IsEnabled { get; set; } = true;

    public DateTimeOffset CreatedAt { get; set; }

    /// <summary>When the person last gave the right password, to the minute; null: never.</summary>
    public DateTimeOffset? LastSignInAt { get; set; }
}

/// <summary>A key with which a program acts for a person. Only its hash is kept.</summary>
internal sealed class ApiKey
{
    public int Id { get; set; }

    public int UserId { get; set; }

    /// <summary>What the person calls it.</summary>
    public string Name { get; set; } = "";

    /// <summary>The key's first characters, to tell keys apart.</summary>
    public string Prefix { get; set; } = "";

    /// <summary>SHA-256 of the key, 32 bytes; keys are 256 random bits, so a plain hash is enough.</summary>
    public byte[] Hash { get; set; } = [];

    public DateTimeOffset CreatedAt { get; set; }

    /// <summary>When it was last used; null: never.</summary>
    public DateTimeOffset? LastUsedAt { get; set; }

    /// <summary>When it was revoked; null: it works.</summary>
    public DateTimeOffset? RevokedAt { get; set; }
}

/// <summary>What a person chose for themselves, such as sound with alerts.</summary>
internal sealed class UserPreference
{
    public const int MaxKeyLength = 64;

    public const int MaxValueLength = 4000;

    public int UserId { get; set; }

    /// <summary>What it is about, as <c>alerts.sound</c>.</summary>
    public string Key { get; set; } = "";

    public string Value { get; set; } = "";
}

/// <summary>A sign-in of a person in a browser, while it lasts.</summary>
internal sealed class UserSession
{
    public const int MaxBrowserLength = 64;

    /// <summary>A random name, which the session's cookie carries encrypted.</summary>
    public string Id { get; set; } = "";

    public int UserId { get; set; }

    public DateTimeOffset CreatedAt { get; set; }

    /// <summary>When it was last used, to the minute.</summary>
    public DateTimeOffset LastSeenAt { get; set; }

    /// <summary>The network address that it was begun from.</summary>
    public string Address { get; set; } = "";

    /// <summary>The browser and system that it was begun with, in words.</summary>
    public string Browser { get; set; } = "";
}

/// <summary>A passkey of a person: here is the public half of its keys, the private one stays with a device or a password manager.</summary>
internal sealed class UserPasskey
{
    public const int MaxNameLength = 60;

    /// <summary>WebAuthn's bound, in bytes.</summary>
    public const int MaxCredentialLength = 1023;

    /// <summary>In bytes; enough for RSA of 4096 bits.</summary>
    public const int MaxKeyLength = 1024;

    public const int MaxTransportsLength = 100;

    public int Id { get; set; }

    public int UserId { get; set; }

    /// <summary>What the person calls it.</summary>
    public string Name { get; set; } = "";

    /// <summary>The name under which the authenticator knows it.</summary>
    public byte[] CredentialId { get; set; } = [];

    /// <summary>In COSE's form.</summary>
    public byte[] PublicKey { get; set; } = [];

    /// <summary>How often the authenticator had signed when it was last used; 0: it does not count.</summary>
    public long SignCount { get; set; }

    /// <summary>How a browser reaches the authenticator, such as <c>internal,hybrid</c>.</summary>
    public string Transports { get; set; } = "";

    /// <summary>It may be copied to other devices of the person.</summary>
    public bool IsBackupEligible { get; set; }

    /// <summary>It has been.</summary>
    public bool IsBackedUp { get; set; }

    public DateTimeOffset CreatedAt { get; set; }

    /// <summary>When somebody last signed in with it; null: never.</summary>
    public DateTimeOffset? LastUsedAt { get; set; }
}

/// <summary>A filter of flows that somebody gave a name.</summary>
internal sealed class SavedFilter
{
    public const int MaxNameLength = 60;

    public const int MaxQueryLength = 4000;

    public int Id { get; set; }

    public int OwnerId { get; set; }

    public string Name { get; set; } = "";

    /// <summary>The query string of the list.</summary>
    public string Query { get; set; } = "";

    /// <summary>Others may use it too.</summary>
    public bool IsShared { get; set; }
}
