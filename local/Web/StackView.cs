using Emulator.Athena;
using Emulator.CloudWatch;
using Emulator.Template;
using Web.Filters;

namespace Web;

/// <summary>The stack as its viewers see it: the template, the stored records, the metrics. It may change at any time.</summary>
sealed class StackView : IDisposable
{
    readonly WebOptions _options;
    readonly Lock _turn = new();
    MetricReader _metrics;
    StackTemplate? _template;
    DateTime _templateTime;

    public StackView(WebOptions options)
    {
        _options = options;
        DataFolder = Path.GetFullPath(options.DataFolder);
        _metrics = new MetricReader(DataFolder);
        Version = new DataVersion(this);
        Queries = new QueryRunner(this);
        Addresses = options.IpRanges is { } file ? IpRangesFile.Read(file) : AddressMarks.Shipped;
    }

    public string DataFolder { get; }

    public DataVersion Version { get; }

    public QueryRunner Queries { get; }

    /// <summary>The marks of addresses: private, AWS or public.</summary>
    public AddressMarks Addresses { get; }

    /// <summary>The filters that the table's columns allow.</summary>
    public FilterFields Fields => new(Engine.Table, Addresses);

    /// <summary>The template as its file is now.</summary>
    /// <exception cref="TemplateException">It cannot be read.</exception>
    public StackTemplate Template
    {
        get
        {
            lock (_turn)
            {
                // The time before it is read: what is written meanwhile is read the next time.
                var time = _template is null ? default : File.GetLastWriteTimeUtc(_template.File);
                if (_template is null || time != _templateTime)
                {
                    _template = _options.LoadTemplate();
                    _templateTime = time;
                }

                return _template;
            }
        }
    }

    /// <exception cref="TemplateException">The template cannot be read, or has no Glue table, or several.</exception>
    public AthenaEngine Engine => FlowLogTable.Engine(Template, DataFolder);

    /// <summary>The metrics as they are now.</summary>
    public T ReadMetrics<T>(Func<IReadOnlyCollection<MetricSeries>, T> read)
    {
        lock (_turn)
        {
            try
            {
                return read(_metrics.Refresh().Series);
            }
            catch
            {
                // What was read of a broken file is not to be read twice.
                _metrics = new MetricReader(DataFolder);
                throw;
            }
        }
    }

    public void Dispose() => Queries.Dispose();
}
