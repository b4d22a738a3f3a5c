using Xunit.Sdk;
using Xunit.v3;

// The console, the environment and the allocation counter belong to the whole process.
[assembly: Parallelization(Mode = ParallelMode.None)]
