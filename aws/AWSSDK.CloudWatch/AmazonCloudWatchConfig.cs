using Amazon.JsonProtocol;
using Amazon.Runtime;
using Amazon.Runtime.Endpoints;
using Amazon.Util.Internal;

namespace Amazon.CloudWatch;

/// <summary>
/// Configures how a client reaches Amazon CloudWatch. Region, endpoint (AWS_ENDPOINT_URL, AWS_ENDPOINT_URL_CLOUDWATCH), FIPS, dual-stack
/// and retry
/// settings come from AWSSDK.Core's usual sources.
/// </summary>
public sealed class AmazonCloudWatchConfig : ClientConfig
{
    static readonly string Agent = InternalSDKUtils.BuildUserAgentString("CloudWatch", "4.1.0");

    public AmazonCloudWatchConfig()
        : base(DefaultsModes.Provider)
    {
        base.ServiceId = "CloudWatch";
        AuthenticationServiceName = "monitoring";
        EndpointProvider = new RegionalEndpointProvider("monitoring", "aws-us-gov");
    }

    public override string RegionEndpointServiceName => "monitoring";

    public override string ServiceVersion => "2010-08-01";

    public override string UserAgent => Agent;

    public override Endpoint DetermineServiceOperationEndpoint(ServiceOperationEndpointParameters parameters) =>
        RegionalEndpointResolver.Resolve(this, parameters);
}
