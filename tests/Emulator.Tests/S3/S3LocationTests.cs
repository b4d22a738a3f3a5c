using Emulator.S3;

namespace Emulator.Tests.S3;

public sealed class S3LocationTests
{
    [Theory]
    [InlineData("s3://bucket/flowlogs/2026/11/25/10/", "bucket", "flowlogs/2026/11/25/10/")]
    [InlineData("s3://bucket/flowlogs", "bucket", "flowlogs/")]
    [InlineData("s3://bucket/", "bucket", "")]
    [InlineData("S3://my.bucket-1", "my.bucket-1", "")]
    public void A_location_is_a_bucket_and_a_prefix(string text, string bucket, string prefix)
    {
        Assert.True(S3Location.TryParse(text, out var location));
        Assert.Equal(new S3Location(bucket, prefix), location);
    }

    [Theory]
    [InlineData("")]
    [InlineData("/etc/passwd")]
    [InlineData("s3://")]
    [InlineData("s3://Bucket/")]
    [InlineData("s3://../x")]
    [InlineData("s3://ab/")]
    [InlineData("https://bucket/x")]
    [InlineData("s3://bucket/a\tb")]
    public void Other_text_is_not_a_location(string text) => Assert.False(S3Location.TryParse(text, out _));

    [Fact]
    public void A_location_is_a_folder_below_the_data_folder() => Assert.Equal(
        Path.Combine(Path.GetFullPath("data"), "s3", "bucket", "flowlogs", "2026"),
        new LocalBuckets("data").FolderOf(new S3Location("bucket", "flowlogs/2026/")));

    [Theory]
    [InlineData("../x/")]
    [InlineData("a/../../x/")]
    [InlineData("a//b/")]
    [InlineData("./")]
    public void A_prefix_that_leaves_its_bucket_is_refused(string prefix) =>
        Assert.Throws<FormatException>(() => new LocalBuckets("data").FolderOf(new S3Location("bucket", prefix)));
}
