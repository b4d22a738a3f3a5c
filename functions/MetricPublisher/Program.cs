await MetricPublisher.Entry.RunAsync();
