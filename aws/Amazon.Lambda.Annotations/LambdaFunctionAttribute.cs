namespace Amazon.Lambda.Annotations;

/// <summary>Marks a method as a handler. The source generator writes the class that Lambda calls for it.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class LambdaFunctionAttribute : Attribute;
