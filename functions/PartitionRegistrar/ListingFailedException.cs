namespace PartitionRegistrar;

/// <summary>S3 did not list the archive's prefixes; nothing was registered.</summary>
public sealed class ListingFailedException(string message, Exception innerException) : Exception(message, innerException);
