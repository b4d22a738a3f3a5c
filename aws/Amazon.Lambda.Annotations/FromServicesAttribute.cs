namespace Amazon.Lambda.Annotations;

/// <summary>Marks a parameter of a handler that is one of the registered services, not the event.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class FromServicesAttribute : Attribute;
