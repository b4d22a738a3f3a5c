namespace Emulator.Kinesis;

/// <summary>What one invocation is for.</summary>
/// <param name="Window">The window.</param>
/// <param name="Records">Records of it.</param>
/// <param name="IsFinal">The window is over.</param>
sealed record WindowBatch(TumblingWindow Window, ReadOnlyMemory<KinesisRecord> Records, bool IsFinal);
