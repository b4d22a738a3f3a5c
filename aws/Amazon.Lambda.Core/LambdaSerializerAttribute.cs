namespace Amazon.Lambda.Core;

/// <summary>
/// Names the serializer of a function, or of every function in an assembly, that the managed runtime loads as a class library.
/// </summary>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Assembly, AllowMultiple = false)]
public sealed class LambdaSerializerAttribute(Type serializerType) : Attribute
{
    public Type SerializerType { get; set; } = serializerType;
}
