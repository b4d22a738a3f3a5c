namespace System.Runtime.CompilerServices;

/// <summary>What the compiler looks for when it meets a record, and .NET Standard 2.0 does not have.</summary>
static class IsExternalInit;
