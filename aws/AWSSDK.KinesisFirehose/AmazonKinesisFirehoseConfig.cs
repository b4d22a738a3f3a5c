using Amazon.JsonProtocol;
using Amazon.Runtime;
using Amazon.Runtime.Endpoints;
using Amazon.Util.Internal;

namespace Amazon.KinesisFirehose;

/// <summary>
/// Configures how a client reaches Amazon Data Firehose. Region, endpoint (AWS_ENDPOINT_URL, AWS_ENDPOINT_URL_FIREHOSE), FIPS, dual-stack
/// and retry
/// settings come from AWSSDK.Core's usual sources.
/// </summary>
public sealed class AmazonKinesisFirehoseConfig : ClientConfig
{
    static readonly string Agent = InternalSDKUtils.BuildUserAgentString("Firehose", "4.1.0");

    public AmazonKinesisFirehoseConfig()
        : base(DefaultsModes.Provider)
    {
        base.ServiceId = "Firehose";
        AuthenticationServiceName = "firehose";
        EndpointProvider = new RegionalEndpointProvider("firehose");
    }

    public override string RegionEndpointServiceName => "firehose";

    public override string ServiceVersion => "2015-08-04";

    public override string UserAgent => Agent;

    public override Endpoint DetermineServiceOperationEndpoint(ServiceOperationEndpointParameters parameters) =>
        RegionalEndpointResolver.Resolve(this, parameters);
}
