using Amazon.Runtime;
using Amazon.Runtime.Endpoints;
using Amazon.Runtime.Internal;
using Amazon.Runtime.Internal.Endpoints.StandardLibrary;
using Amazon.Util;
using ExecutionContext = Amazon.Runtime.Internal.ExecutionContext;

namespace Amazon.JsonProtocol;

/// <summary>
/// Returns the endpoint of a regional service: the configured one, or https://service[-fips].region.suffix with the suffix of the
/// region's partition from AWSSDK.Core's table.
/// </summary>
/// <param name="prefix">The first label of the service's host name, for example "athena".</param>
/// <param name="partitionsWithoutFipsLabel">Partitions whose ordinary endpoints are FIPS endpoints, by the rules of the service.</param>
sealed class RegionalEndpointProvider(string prefix, params string[] partitionsWithoutFipsLabel) : IEndpointProvider
{
    public Endpoint ResolveEndpoint(EndpointParameters parameters)
    {
        var fips = parameters["UseFIPS"] is true;
        var dualStack = parameters["UseDualStack"] is true;

        if (parameters["Endpoint"] is string { Length: > 0 } set)
        {
            if (fips)
                throw new AmazonClientException("Invalid Configuration: FIPS and custom endpoint are not supported");
            if (dualStack)
                throw new AmazonClientException("Invalid Configuration: Dualstack and custom endpoint are not supported");
            return new Endpoint(set);
        }

        if (parameters["Region"] is not string { Length: > 0 } region || Fn.Partition(region) is not { } partition)
            throw new AmazonClientException("Invalid Configuration: Missing Region");
        if (fips && !partition.supportsFIPS)
            throw new AmazonClientException("FIPS is enabled but this partition does not support FIPS");
        if (dualStack && !partition.supportsDualStack)
            throw new AmazonClientException("DualStack is enabled but this partition does not support DualStack");

        var label = fips && !partitionsWithoutFipsLabel.Contains(partition.name) ? $"{prefix}-fips" : prefix;
        var suffix = dualStack ? partition.dualStackDnsSuffix : partition.dnsSuffix;
        return new Endpoint($"https://{label}.{region}.{suffix}");
    }
}

/// <summary>Sets the endpoint of each request in AWSSDK.Core's pipeline.</summary>
sealed class RegionalEndpointResolver : BaseEndpointResolver
{
    /// <summary>Returns the endpoint for a request of a client with this configuration.</summary>
    public static Endpoint Resolve(ClientConfig config, ServiceOperationEndpointParameters parameters)
    {
        var request = new DefaultRequest(parameters.Request, config.ServiceId) { AlternateEndpoint = parameters.AlternateEndpoint };
        var context = new RequestContext(false) { ClientConfig = config, OriginalRequest = parameters.Request, Request = request };
        return new RegionalEndpointResolver().GetEndpoint(new ExecutionContext(context, null));
    }

    protected override EndpointParameters MapEndpointsParameters(IRequestContext requestContext)
    {
        var config = requestContext.ClientConfig;
        return new EndpointParameters
        {
            ["Region"] = Region(requestContext.Request, config),
            ["UseDualStack"] = config.UseDualstackEndpoint,
            ["UseFIPS"] = config.UseFIPSEndpoint,
            ["Endpoint"] = config.ServiceURL,
        };
    }

    /// <summary>Returns the region of the request, the configured region or, with a configured endpoint, the region to sign for.</summary>
    static string? Region(IRequest request, IClientConfig config)
    {
        if (request.AlternateEndpoint is { } alternate)
            return alternate.SystemName;
        if (config.RegionEndpoint is { } region)
            return region.SystemName;
        if (string.IsNullOrEmpty(config.ServiceURL))
            return null;
        return string.IsNullOrEmpty(config.AuthenticationRegion) ? AWSSDKUtils.DetermineRegion(config.ServiceURL)
            : config.AuthenticationRegion;
    }
}
