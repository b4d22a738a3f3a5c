namespace Template.Tests.Checks;

/// <summary>Checks that each role allows what it needs, and nothing else.</summary>
static class PermissionCheck
{
    public static IEnumerable<string> Findings(StackTemplate template) =>
        Findings(Deployment.Plain(template)).Union(Findings(Deployment.Full(template)));

    static IEnumerable<string> Findings(Deployment stack)
    {
        var needs = Needs.Of(stack).ToLookup(need => need.Role);
        foreach (var role in stack.OfType("AWS::IAM::Role"))
        {
            var grants = Grant.OfRole(stack.Properties(role)).ToList();
            foreach (var need in needs[role].Where(need => !grants.Any(grant => grant.Covers(need))))
                yield return $"{role} does not allow {need.Action} on {need.Resource}, which it needs: {need.Why}";
            foreach (var grant in grants.Where(grant => !needs[role].Any(grant.Covers)))
                yield return $"{role} allows {grant.Action} on {grant.Resource}, which nothing needs";
        }
        foreach (var need in needs.Where(group => !stack.OfType("AWS::IAM::Role").Contains(group.Key)))
            yield return $"the role {need.Key} is missing";
    }
}
