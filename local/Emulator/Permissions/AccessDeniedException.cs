namespace Emulator.Permissions;

/// <summary>A role's policies do not allow an action; the message is IAM's own.</summary>
public sealed class AccessDeniedException(string message) : Exception(message);
