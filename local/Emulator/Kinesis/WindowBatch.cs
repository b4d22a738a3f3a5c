namespace Emulator.Kinesis;

/// <summary>The content of one invocation.</summary>
/// <param name="Window">The window.</param>
/// <param name="Records">Records of it.</param>
/// <param name="IsFinal">The window is over.</param>
sealed record WindowBatch(TumblingWindow Window, ReadOnlyMemory<KinesisRecord> Records, bool IsFinal);
