await Decompressor.Entry.RunAsync();
