using Emulator.Athena;
using Emulator.CloudWatch;
using Emulator.Template;
using Web.Filters;

namespace Web;

/// <summary>The current state of the stack: the template, the stored records, the metrics. It can change at any time.</summary>
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

    /// <summary>The classification of addresses: private, AWS or public.</summary>
    public AddressMarks Addresses { get; }

    /// <summary>The filters for the table's columns.</summary>
    public FilterFields Fields => new(Engine.Table, Addresses);

    /// <summary>The current template.</summary>
    /// <exception cref="TemplateException">The template cannot be read.</exception>
    public StackTemplate Template
    {
        get
        {
            lock (_turn)
            {
                // The time before reading: a change during reading is read the next time.
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

    /// <exception cref="TemplateException">The template cannot be read, or does not have exactly one Glue table.</exception>
    public AthenaEngine Engine => FlowLogTable.Engine(Template, DataFolder);

    /// <summary>The current metrics.</summary>
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
                // The partly read content of a broken file must not be read again.
                _metrics = new MetricReader(DataFolder);
                throw;
            }
        }
    }

    public void Dispose() => Queries.Dispose();
}
