using Dashboard.Recognition.Onnx;

namespace Dashboard.Tests.Recognition.Onnx;

public sealed class OnnxModelTests
{
    [Fact]
    public void Model_Reader_RunsAndGivesProbabilities()
    {
        using var model = new OnnxModel(ModelFiles.PathIn(ModelFiles.Folder, ModelFiles.Reader));

        using var output = model.Run<byte>(new byte[2 * 48 * 144], 2, 1, 48, 144);

        Assert.Equal("crops", model.InputName);
        Assert.Equal(["characters", "region"], model.OutputNames);
        Assert.Equal((2, 72, 37, -1), (output.Length(0, 0), output.Length(0, 1), output.Length(0, 2), output.Length(0, 3)));
        Assert.Equal(2 * 72 * 37, output.Values(0).Length);
        var sum = 0.0;
        foreach (var value in output.Values(0)[..37])
        {
            sum += Math.Exp(value);
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
        Assert.Contains("nowhere.onnx", Assert.Throws<OnnxException>(() => ModelFiles.PathIn("/", "nowhere.onnx")).Message);
    }

    [Fact]
    public void Run_WrongShape_IsAnExceptionWithTheModelsName()
    {
        using var model = new OnnxModel(ModelFiles.PathIn(ModelFiles.Folder, ModelFiles.Reader));

        Assert.Contains(ModelFiles.Reader, Assert.Throws<OnnxException>(() => model.Run<byte>(new byte[16], 1, 1, 4, 4)).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => model.Run<byte>(new byte[15], 1, 1, 4, 4));
    }
}
