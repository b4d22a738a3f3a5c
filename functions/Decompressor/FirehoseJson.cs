using System.Text.Json.Serialization;
using Amazon.Lambda.KinesisFirehoseEvents;

namespace Decompressor;

/// <summary>Serialization code for the function's event and response, made at build time.</summary>
/// <remarks>The records of the event and of the response have one name, so one of the two types gets another.</remarks>
[JsonSerializable(typeof(KinesisFirehoseEvent))]
[JsonSerializable(typeof(KinesisFirehoseEvent.FirehoseRecord), TypeInfoPropertyName = "EventRecord")]
[JsonSerializable(typeof(IList<KinesisFirehoseEvent.FirehoseRecord>), TypeInfoPropertyName = "EventRecords")]
[JsonSerializable(typeof(KinesisFirehoseResponse))]
public sealed partial class FirehoseJson : JsonSerializerContext;
