using Emulator.Athena;
using Emulator.Template;

namespace Emulator;

/// <summary>The table that the delivery stream of the template writes to and that Athena queries.</summary>
static class FlowLogTable
{
    /// <exception cref="TemplateException">The template does not have exactly one Glue table.</exception>
    public static AthenaEngine Engine(StackTemplate template, string dataFolder)
    {
        template.Single("AWS::Glue::Table");
        var table = GlueTableResource.All(template)[0];
        return new AthenaEngine(dataFolder, new TableDefinition(
            table.Database,
            table.Name,
            [.. table.Columns.Select(column => (column.Name, column.Type))],
            [.. table.PartitionKeys.Select(key => key.Name)],
            table.Location));
    }
}
