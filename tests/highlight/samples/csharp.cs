using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using static System.Math;

namespace Shop.Orders;

#region Model
/// <summary>
/// A line of an order.
/// </summary>
/// <param name="Sku">What is bought.</param>
public readonly record struct Line(string Sku, int Quantity, decimal Price)
{
    public decimal Total => Quantity * Price;
}

[Flags]
public enum Status : byte
{
    None = 0,
    Paid = 1 << 0,
    Sent = 0x02,
    Lost = 0b100,
}
#endregion

public interface IStore<in TKey, TValue> where TKey : notnull where TValue : class, new()
{
    Task<TValue?> FindAsync(TKey key, CancellationToken token = default);
    event EventHandler<TValue>? Changed;
}

/* An order
   with its lines. */
[Serializable, Obsolete("Use Basket instead", error: false)]
public sealed class Order : IEquatable<Order>, IAsyncDisposable
{
    private const double Rate = 0.19, Tiny = 1.5e-3;
    private static readonly Dictionary<string, Func<Order, bool>> Rules = new()
    {
        ["empty"] = order => order.lines.Count == 0,
        ["large"] = static o => o.Total > 1_000m,
    };
    private readonly List<Line> lines = [];

    public required Guid Id { get; init; }
    public string? Note { get; private set; } = null;
    public Status Status { get; protected internal set; }
    public decimal Total => lines.Sum(line => line.Total);

    public Line this[int index] => lines[^index];

    public static Order operator +(Order left, Line right)
    {
        left.lines.Add(right);
        return left;
    }

    public string Describe(bool verbose = true, params object[] extras)
    {
        var path = @"C:\orders\" + Id;
        var quoted = @"say ""hello"" twice";
        var text = $"Order {Id:N} has {lines.Count} {(lines.Count == 1 ? "line" : "lines")}, {Total,10:C2}\n";
        var both = $@"{path}\{Note ?? "none"} and {{braces}}";
        var raw = """
            A "raw" string
            """;
        char letter = 'x', escape = '\'', unicode = '\u00e4';
        return verbose ? text + both + raw + quoted + letter + escape + unicode : nameof(Order);
    }

    public async Task<int> SendAsync(IStore<Guid, Order> store)
    {
        try
        {
            var found = await store.FindAsync(Id).ConfigureAwait(false);
            if (found is not { Status: Status.Paid, Total: > 0 }) return -1;
            foreach (var (sku, quantity, _) in lines)
            {
                if (string.IsNullOrEmpty(sku)) continue;
                checked { Status |= Status.Sent; }
            }
        }
        catch (TimeoutException e) when (e.InnerException is null)
        {
            Console.Error.WriteLine($"too slow: {e.Message}");
            throw;
        }
        finally
        {
            await DisposeAsync();
        }
        return lines switch
        {
            [] => 0,
            [var only] => only.Quantity,
            [_, .., var last] when last.Quantity >= 10 => 10,
            _ => throw new InvalidOperationException("odd"),
        };
    }

    public IEnumerable<string> Skus()
    {
        var query = from line in lines
                    where line.Quantity > 0
                    orderby line.Price descending
                    group line by line.Sku into g
                    select g.Key;
        foreach (var sku in query) yield return sku;
        for (int i = 0; i < 3; i++) yield break;
    }

    public bool Equals(Order? other) => other?.Id == Id;
    public override int GetHashCode() => HashCode.Combine(Id, base.GetHashCode());
    public ValueTask DisposeAsync() => default;

#if DEBUG
    private unsafe void Peek(int* pointer, ref long total, out float ratio)
    {
        total += *pointer;
        ratio = 1.5f;
        lock (lines) { goto end; }
    end:
        object boxed = (object)total;
        ulong big = 0xFFFF_FFFFUL;
    }
#endif
}
