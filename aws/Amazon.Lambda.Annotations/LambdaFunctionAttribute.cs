namespace Amazon.Lambda.Annotations;

/// <summary>Marks a method as a handler, for which the source generator writes what Lambda calls.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class LambdaFunctionAttribute : Attribute;
