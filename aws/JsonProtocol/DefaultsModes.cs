using Amazon.Runtime;
using Amazon.Runtime.Internal;

namespace Amazon.JsonProtocol;

/// <summary>Contains the connection timeouts that AWS_DEFAULTS_MODE selects.</summary>
/// <remarks>Source: "Smart configuration defaults", AWS SDKs and Tools Reference Guide.</remarks>
static class DefaultsModes
{
    public static IDefaultConfigurationProvider Provider => new DefaultConfigurationProvider(
    [
        Mode(DefaultConfigurationMode.Standard, 3_100),
        Mode(DefaultConfigurationMode.InRegion, 1_100),
        Mode(DefaultConfigurationMode.CrossRegion, 3_100),
        Mode(DefaultConfigurationMode.Mobile, 30_000),
        Mode(DefaultConfigurationMode.Auto, 1_100),
    ]);

    static DefaultConfiguration Mode(DefaultConfigurationMode name, double connectMilliseconds) => new()
    {
        Name = name,
        RetryMode = RequestRetryMode.Standard,
        S3UsEast1RegionalEndpoint = S3UsEast1RegionalEndpointValue.Regional,
        ConnectTimeout = TimeSpan.FromMilliseconds(connectMilliseconds),
        TlsNegotiationTimeout = TimeSpan.FromMilliseconds(connectMilliseconds),
    };
}
