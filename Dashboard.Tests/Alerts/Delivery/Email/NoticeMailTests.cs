using System.Text;
using Dashboard.Storage;
using Dashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;
using MimeKit;

namespace Dashboard.Tests.Alerts.Delivery.Email;

/// <summary>What is told by e-mail that is about no flow.</summary>
public sealed class NoticeMailTests
{
    [Fact]
    public async Task Notice_IsSentToEachAsItWasWritten()
    {
        using var smtp = new SmtpListener();
        await using var world = await DeliveryWorld.CreateAsync(email: TestMail.Options(smtp.Port));
        var ids = await QueueAsync(world, "guard@test.example", "office@test.example");
        await world.StartAsync();
        await Eventually.TrueAsync(() => smtp.Mails.Count == 2, "both have it");
        await Eventually.TrueAsync(async () => (await world.RowAsync(ids[1])).State == DeliveryState.Delivered, "both are noted");

        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(smtp.Mails[0]));
        var mail = await MimeMessage.LoadAsync(stream, Cancellation);
        Assert.Equal(("No frames from Gate north", "guard@test.example"), (mail.Subject, mail.To.ToString()));
        Assert.Equal("Größe: the gate is dark.", mail.TextBody!.Trim());
        Assert.StartsWith($"delivery-{ids[0]}.", mail.MessageId);
        Assert.EndsWith("@test.example", mail.MessageId);
    }

    [Fact]
    public async Task Notice_ThatWasDeleted_FailsForGood()
    {
        using var smtp = new SmtpListener();
        await using var world = await DeliveryWorld.CreateAsync(email: TestMail.Options(smtp.Port));
        var ids = await QueueAsync(world, "guard@test.example");
        await using (var db = await world.Factory.CreateDbContextAsync(Cancellation))
        {
            await db.Notices.ExecuteDeleteAsync(Cancellation);
        }

        await world.StartAsync();
        await Eventually.TrueAsync(async () => (await world.RowAsync(ids[0])).State == DeliveryState.Failed, "given up");
        Assert.Equal("The notice was deleted before it could be sent", (await world.RowAsync(ids[0])).LastAnswer);
    }

    [Theory, ProviderData]
    public async Task Cleanup_DeletesNoticesWhoseDeliveriesAreGone(string provider)
    {
        await using var world = await DeliveryWorld.CreateAsync(provider);
        var ids = await QueueAsync(world, "guard@test.example", "office@test.example");
        await QueueAsync(world, "guard@test.example");
        world.Time.Advance(TimeSpan.FromDays(3));
        await using var db = await world.Factory.CreateDbContextAsync(Cancellation);
        await db.Deliveries.Where(row => row.Id == ids[0]).ExecuteDeleteAsync(Cancellation);
        await world.Cleanup.CleanUpNoticesAsync(Cancellation);
        Assert.Equal(2, await db.Notices.CountAsync(Cancellation));

        await db.Deliveries.Where(row => row.Id == ids[1]).ExecuteDeleteAsync(Cancellation);
        await world.Cleanup.CleanUpNoticesAsync(Cancellation);
        Assert.Equal(1, await db.Notices.CountAsync(Cancellation));
    }

    internal static async Task<IReadOnlyList<long>> QueueAsync(DeliveryWorld world, params string[] recipients)
    {
        await using var db = await world.Factory.CreateDbContextAsync(Cancellation);
        var notice = new NoticeRow { CreatedAt = world.Now, Title = "No frames from Gate north", Text = "Größe: the gate is dark.\n" };
        db.Notices.Add(notice);
        await db.SaveChangesAsync(Cancellation);
        var ids = new List<long>();
        foreach (var recipient in recipients)
        {
            var row = new DeliveryRow
            {
                Kind = DeliveryKind.Notice,
                Recipient = recipient,
                NoticeId = notice.Id,
                CreatedAt = world.Now,
                DueAt = world.Now,
            };
            db.Deliveries.Add(row);
            await db.SaveChangesAsync(Cancellation);
            ids.Add(row.Id);
        }

        return ids;
    }
}
