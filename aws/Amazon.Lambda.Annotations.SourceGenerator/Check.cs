using System.Collections.Immutable;

namespace Amazon.Lambda.Annotations.SourceGenerator;

/// <summary>Finds every fault before anything is written.</summary>
static class Check
{
    public static IEnumerable<Fault> Of(ImmutableArray<Handler> handlers, ImmutableArray<Startup> startups, Project project) =>
        handlers.Select(handler => handler.Fault)
            .Concat(startups.Select(startup => startup.Fault))
            .Concat(OfStartups(startups, project))
            .Concat(OfHandlers(handlers, startups, project))
            .Concat(project.GeneratesMain ? OfMain(handlers, project) : [])
            .OfType<Fault>();

    static IEnumerable<Fault> OfStartups(ImmutableArray<Startup> startups, Project project)
    {
        foreach (var second in startups.Skip(1))
            yield return new Fault(Faults.MoreThanOneStartup, second.Place, Short(startups[0].Type), Short(second.Type));
        if (!startups.IsEmpty && !project.HasDependencyInjection)
            yield return new Fault(Faults.MissingReference, startups[0].Place, "Microsoft.Extensions.DependencyInjection");
    }

    static IEnumerable<Fault> OfHandlers(ImmutableArray<Handler> handlers, ImmutableArray<Startup> startups, Project project)
    {
        foreach (var handler in handlers)
        {
            if (project.Serializer is null)
                yield return new Fault(Faults.NoSerializer, handler.Place);
            if (handler.TakesServices && startups.IsEmpty)
                yield return new Fault(
                    Faults.Signature, handler.Place, $"{handler.TypeName}.{handler.Method}",
                    "[FromServices] needs a class with [LambdaStartup]");
        }
        foreach (var same in handlers.GroupBy(handler => handler.Method).Where(same => same.Count() > 1))
            yield return new Fault(
                Faults.Signature, same.Last().Place, $"{same.Last().TypeName}.{same.Key}",
                "another handler has the same name, and ANNOTATIONS_HANDLER cannot tell them apart");
    }

    static IEnumerable<Fault> OfMain(ImmutableArray<Handler> handlers, Project project)
    {
        if (!project.IsExecutable)
            yield return new Fault(Faults.NotExecutable, null);
        if (project.EntryPoint is not null)
            yield return new Fault(Faults.HasMain, null, project.EntryPoint);
        if (!project.HasRuntimeSupport)
            yield return new Fault(Faults.MissingReference, null, "Amazon.Lambda.RuntimeSupport");
        if (handlers.IsEmpty)
            yield return new Fault(Faults.NoFunction, null);
    }

    static string Short(string type) => type.Replace("global::", "");
}
