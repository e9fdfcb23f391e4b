using Dashboard.Recognition.Onnx;

namespace Dashboard.Tests.Recognition.Onnx;

public sealed class OnnxModelTests
{
    [Fact]
    public void Model_OfTextReading_RunsAndGivesProbabilities()
    {
        using var model = new OnnxModel(ModelFiles.PathOf(ModelFiles.TextReading));

        using var output = model.Run<float>(new float[2 * 3 * 48 * 64], 2, 3, 48, 64);

        Assert.NotEmpty(model.InputName);
        Assert.Single(model.OutputNames);
        Assert.Equal((2, 8, 6625, -1), (output.Length(0, 0), output.Length(0, 1), output.Length(0, 2), output.Length(0, 3)));
        Assert.Equal(2 * 8 * 6625, output.Values(0).Length);
        var sum = 0f;
        foreach (var value in output.Values(0)[..6625])
        {
            sum += value;
        }

        Assert.Equal(1, sum, 0.001);
    }

    [Fact]
    public void Model_WrongFile_SaysWhichAndWhy()
    {
        var file = Path.GetTempFileName();
        try
        {
            File.WriteAllText(file, "this is no model");

            var problem = Assert.Throws<OnnxException>(() => new OnnxModel(file));

            Assert.Contains(file, problem.Message);
            Assert.Contains("cannot be loaded", problem.Message);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public void Model_MissingFile_IsNamed()
    {
        Assert.Contains("nowhere.onnx", Assert.Throws<OnnxException>(() => new OnnxModel("/nowhere.onnx")).Message);
        Assert.Contains("nowhere.onnx", Assert.Throws<FileNotFoundException>(() => ModelFiles.PathOf("nowhere.onnx")).Message);
    }

    [Fact]
    public void Run_WrongShape_IsAnExceptionWithTheModelsName()
    {
        using var model = new OnnxModel(ModelFiles.PathOf(ModelFiles.TextReading));

        Assert.Contains(ModelFiles.TextReading, Assert.Throws<OnnxException>(() => model.Run<float>(new float[16], 1, 1, 4, 4)).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => model.Run<float>(new float[15], 1, 1, 4, 4));
    }
}
