namespace Web.Dashboards;

/// <summary>This page cannot draw the widget. The message names the unsupported part.</summary>
sealed class WidgetException(string message) : Exception(message);
