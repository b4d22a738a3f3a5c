using System.Text.Json.Serialization;
using Amazon.Lambda.KinesisFirehoseEvents;

namespace Decompressor;

/// <summary>Serialization code for the function's event and response, made at build time.</summary>
[JsonSerializable(typeof(KinesisFirehoseEvent))]
[JsonSerializable(typeof(KinesisFirehoseResponse))]
public sealed partial class FirehoseJson : JsonSerializerContext;
