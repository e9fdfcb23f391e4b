using Dashboard.Recognition.Onnx;
using Dashboard.Tests.Support;

namespace Dashboard.Tests.Recognition.Onnx;

public sealed class OnnxModelTests
{
    [Fact]
    public void Model_Reader_RunsAndGivesProbabilities()
    {
        using var model = new OnnxModel(ModelFiles.PathIn(ModelFiles.Folder, ModelFiles.Reader));

        using var output = new OnnxBinding(model, 2, 1, 48, 144);
        output.Run();

        Assert.Equal("crops", model.InputName);
        Assert.Equal(["characters", "region"], model.OutputNames);
        Assert.Equal((2, 72, 37, -1), (output.Length(0, 0), output.Length(0, 1), output.Length(0, 2), output.Length(0, 3)));
        Assert.Equal(2 * 72 * 37, output.Output(0).Length);
        var sum = 0.0;
        foreach (var value in output.Output(0)[..37])
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

        using var binding = new OnnxBinding(model, 1, 1, 4, 4);

        Assert.Contains(ModelFiles.Reader, Assert.Throws<OnnxException>(binding.Run).Message);
    }

    [Fact]
    public void Run_AgainAndAgain_AnswersEachInputAndAllocatesNothing()
    {
        using var model = new OnnxModel(ModelFiles.PathIn(ModelFiles.Folder, ModelFiles.Reader));
        using var binding = new OnnxBinding(model, 1, 1, 48, 144);
        binding.Input.Clear();
        binding.Run();
        var dark = binding.Output(0).ToArray();
        new Random(1).NextBytes(binding.Input);
        binding.Run();
        Assert.NotEqual(dark, binding.Output(0).ToArray());
        binding.Input.Clear();

        Assert.Equal(0, Allocations.Min(binding.Run));
        Assert.Equal(dark, binding.Output(0).ToArray());
    }

    [Fact]
    public void Run_AfterTheModelIsDisposed_StillAnswers()
    {
        var model = new OnnxModel(ModelFiles.PathIn(ModelFiles.Folder, ModelFiles.Reader));
        using var binding = new OnnxBinding(model, 1, 1, 48, 144);
        model.Dispose();

        binding.Run();

        Assert.Equal(72 * 37, binding.Output(0).Length);
    }
}
