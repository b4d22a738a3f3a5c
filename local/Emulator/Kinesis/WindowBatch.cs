namespace Emulator.Kinesis;

/// <summary>The content of one invocation.</summary>
/// <param name="Window">The window.</param>
/// <param name="Records">Records of the window.</param>
/// <param name="IsFinal">Whether the window is over.</param>
sealed record WindowBatch(TumblingWindow Window, ReadOnlyMemory<KinesisRecord> Records, bool IsFinal);
