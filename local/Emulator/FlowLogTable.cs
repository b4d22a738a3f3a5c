using Emulator.Athena;
using Emulator.Template;

namespace Emulator;

/// <summary>The table that the template's delivery stream writes, as Athena reads it.</summary>
static class FlowLogTable
{
    /// <exception cref="TemplateException">The template has no Glue table, or several.</exception>
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
