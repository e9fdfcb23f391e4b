using Microsoft.EntityFrameworkCore.Metadata;

namespace Dashboard.Storage.Providers;

/// <summary>A column of a table, and how its value is got from a row.</summary>
internal readonly record struct RowColumn(IProperty Property, Func<object, object?> ValueOf)
{
    /// <summary>All columns of a table, also those of values that are several columns together.</summary>
    public static IEnumerable<RowColumn> All(IEntityType type) =>
        type.GetFlattenedProperties().Select(property => new RowColumn(property, Getter(property)));

    private static Func<object, object?> Getter(IPropertyBase property)
    {
        var getter = property.GetGetter();
        if (property.DeclaringType is not IComplexType { ComplexProperty: var around })
        {
            return getter.GetClrValue;
        }

        var outer = Getter(around);
        return row => outer(row) is { } value ? getter.GetClrValue(value) : null;
    }
}
