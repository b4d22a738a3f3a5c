using Amazon.Runtime;

namespace Amazon.Athena.Model;

/// <summary>A request to Amazon Athena.</summary>
public class AmazonAthenaRequest : AmazonWebServiceRequest;
