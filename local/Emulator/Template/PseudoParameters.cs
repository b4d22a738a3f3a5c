namespace Emulator.Template;

/// <summary>
/// The pseudo parameters of local mode ("Get AWS values using pseudo parameters", CloudFormation User Guide). The values are constant, and
/// the account is the one of AWS's examples.
/// </summary>
public static class PseudoParameters
{
    public const string AccountId = "123456789012";
    public const string Partition = "aws";
    public const string Region = "us-east-1";
    public const string StackId =
        $"arn:{Partition}:cloudformation:{Region}:{AccountId}:stack/{StackName}/00000000-0000-0000-0000-000000000000";
    public const string StackName = "flowlogs";
    public const string UrlSuffix = "amazonaws.com";

    /// <summary>Removes the key that has this value.</summary>
    internal const string NoValue = "AWS::NoValue";

    internal const string NotificationArns = "AWS::NotificationARNs";

    internal static string? Find(string name) => name switch
    {
        "AWS::AccountId" => AccountId,
        "AWS::Partition" => Partition,
        "AWS::Region" => Region,
        "AWS::StackId" => StackId,
        "AWS::StackName" => StackName,
        "AWS::URLSuffix" => UrlSuffix,
        _ => null,
    };
}
