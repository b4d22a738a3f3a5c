namespace Amazon.Lambda.Annotations;

/// <summary>Marks a handler's parameter that is no part of the event but one of the registered services.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class FromServicesAttribute : Attribute;
