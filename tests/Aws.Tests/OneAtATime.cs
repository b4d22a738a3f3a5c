using Xunit.Sdk;
using Xunit.v3;

// The console, the environment, the invocation and the count of allocated bytes belong to the whole process.
[assembly: Parallelization(Mode = ParallelMode.None)]
