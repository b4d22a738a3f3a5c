using Emulator.Athena;
using Emulator.CloudWatch;
using Emulator.Template;
using Web.Filters;
using Web.Findings;

namespace Web;

/// <summary>The current state of the stack: the template, the stored records, the metrics. It can change at any time.</summary>
sealed class StackView : IDisposable
{
    readonly WebOptions _options;
    readonly Lock _turn = new();
    MetricReader _metrics;
    StackTemplate? _template;
    DateTime _templateTime;
    NameList? _names;
    DateTime _namesTime;

    public StackView(WebOptions options)
    {
        _options = options;
        DataFolder = Path.GetFullPath(options.DataFolder);
        _metrics = new MetricReader(DataFolder);
        Version = new DataVersion(this);
        Queries = new QueryRunner(this);
        Findings = new SharedFindings(this);
        NamesFile = options.Names is { } named ? Path.GetFullPath(named) : Path.Combine(DataFolder, NameList.FileName);
        Addresses = options.IpRanges is { } file ? IpRangesFile.Read(file) : AddressMarks.Shipped;
        _ = Names;
        Places = new GeoDatabases(options.GeoIp);
    }

    public string DataFolder { get; }

    public DataVersion Version { get; }

    public QueryRunner Queries { get; }

    public SharedFindings Findings { get; }

    /// <summary>The classification of addresses: private, AWS or public.</summary>
    public AddressMarks Addresses { get; }

    /// <summary>The file of <see cref="Names"/>, which need not exist unless the user named it.</summary>
    public string NamesFile { get; }

    /// <summary>The current names of networks and interfaces.</summary>
    /// <exception cref="FormatException">A line of the file is invalid.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public NameList Names
    {
        get
        {
            lock (_turn)
            {
                if (_options.Names is null && !File.Exists(NamesFile))
                    return NameList.None;
                var time = File.GetLastWriteTimeUtc(NamesFile);
                if (_names is null || time != _namesTime)
                    (_names, _namesTime) = (NameList.Read(NamesFile), time);
                return _names;
            }
        }
    }

    /// <summary>The countries and autonomous systems of addresses.</summary>
    public GeoDatabases Places { get; }

    /// <summary>The filters for the table's columns.</summary>
    public FilterFields Fields => new(Engine.Table, Addresses, Names) { Places = Places };

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

    public void Dispose()
    {
        Queries.Dispose();
        Places.Dispose();
    }
}
