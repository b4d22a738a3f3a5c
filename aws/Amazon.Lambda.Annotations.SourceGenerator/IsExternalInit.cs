namespace System.Runtime.CompilerServices;

/// <summary>The type that the compiler needs for records, and that .NET Standard 2.0 lacks.</summary>
static class IsExternalInit;
