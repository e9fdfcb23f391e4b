using Dashboard.Alerts.Delivery;
using Dashboard.Web.Languages;

namespace Dashboard.Tests.Alerts.Delivery;

/// <summary>What the program says of a delivery is known in every language; what a receiver says is nobody's to translate.</summary>
internal static class DeliveryTexts
{
    public static DeliveryOutcome AssertKnown(DeliveryOutcome outcome, bool isMail = false)
    {
        var answer = isMail ? DeliveryAnswer.FromMail(outcome.Status, outcome.Answer) : DeliveryAnswer.FromHook(outcome.Status, outcome.Answer);
        if (answer.IsOwn)
        {
            Assert.All(
                Language.All.Where(language => language != Language.English),
                language => Assert.NotEqual(answer.Text, Localizer.In(language).Message(answer.Text)));
        }

        return outcome;
    }
}
