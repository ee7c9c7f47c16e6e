namespace Plumb.Lsp.Wire;

/// <summary>What becomes of an incoming message.</summary>
public readonly record struct Admission(bool Pass, int ErrorCode, string Message)
{
    public static Admission Passed { get; } = new(true, 0, "");

    /// <summary>A notification that came at the wrong time: it has no answer, so it is dropped.</summary>
    public static Admission Dropped { get; } = new(false, 0, "");
}

/// <summary>
/// The life of a server as the specification tells it: nothing before <c>initialize</c>, nothing but <c>exit</c> after
/// <c>shutdown</c>. Asked in the order in which messages are read, before they are dispatched.
/// </summary>
public sealed class LifecycleGate
{
    private State state;

    private enum State
    {
        Uninitialized,
        Running,
        ShutDown,
    }

    /// <summary>True once <c>shutdown</c> was asked for: it decides the exit code.</summary>
    public bool IsShutDown => state == State.ShutDown;

    public Admission Admit(string method, bool isRequest)
    {
        if (method == "exit")
        {
            return Admission.Passed;
        }

        switch (state)
        {
            case State.Uninitialized when method == "initialize" && isRequest:
                state = State.Running;
                return Admission.Passed;
            case State.Uninitialized:
                return Refuse(isRequest, ErrorCodes.ServerNotInitialized, $"'{method}' came before 'initialize'.");
            case State.ShutDown:
                return Refuse(isRequest, ErrorCodes.InvalidRequest, $"'{method}' came after 'shutdown'.");
            case State.Running when method == "initialize":
                return Refuse(isRequest, ErrorCodes.InvalidRequest, "'initialize' may be sent once only.");
            case State.Running when method == "shutdown" && isRequest:
                state = State.ShutDown;
                return Admission.Passed;
            default:
                return Admission.Passed;
        }
    }

    private static Admission Refuse(bool isRequest, int code, string message) =>
        isRequest ? new Admission(false, code, message) : Admission.Dropped;
}
