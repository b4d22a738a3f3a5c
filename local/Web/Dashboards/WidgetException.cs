namespace Web.Dashboards;

/// <summary>A widget that this page cannot draw; the message says what it has that is not understood.</summary>
sealed class WidgetException(string message) : Exception(message);
