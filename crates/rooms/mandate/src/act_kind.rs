//! The kinds of acts: what may be asked, without to what or with which words.

use crate::act::Act;

terms::kinds! {
    /// A kind of act of people, posts, powers and mandates.
    ActKind of Act, "an act of people, posts, powers and mandates", {
        /// Enter a person.
        EnterPerson = "enter-person";
        /// Forget a person.
        ForgetPerson = "forget-person";
        /// Create a post.
        CreatePost = "create-post";
        /// Have a post serve one more body.
        SharePost = "share-post";
        /// End a post.
        EndPost = "end-post";
        /// Appoint somebody to a post.
        Appoint = "appoint";
        /// End an appointment.
        EndAppointment = "end-appointment";
        /// Declare an interest.
        DeclareInterest = "declare-interest";
        /// End an interest.
        EndInterest = "end-interest";
        /// Record a statute, constitution, agreement, direction or resolution.
        MakeInstrument = "make-instrument";
        /// End an instrument.
        EndInstrument = "end-instrument";
        /// Adopt a scheme of reservation and delegation whole.
        AdoptScheme = "adopt-scheme";
        /// Give a power.
        GrantPower = "grant-power";
        /// Take a power back.
        RevokePower = "revoke-power";
        /// Form a committee.
        FormCommittee = "form-committee";
        /// Have a body join a committee.
        JoinCommittee = "join-committee";
        /// Have a body leave a committee.
        LeaveCommittee = "leave-committee";
        /// Seat a post on a committee.
        TakeSeat = "take-seat";
        /// End a post's seats on a committee.
        LeaveSeat = "leave-seat";
        /// Let a committee's remit grow.
        GrowRemit = "grow-remit";
        /// Take a line out of a committee's remit.
        ShrinkRemit = "shrink-remit";
        /// End a committee.
        EndCommittee = "end-committee";
        /// Enter a service line, or the next version of one.
        EnterLine = "enter-line";
        /// End a service line.
        EndLine = "end-line";
        /// Name a universe of lines, or its next version.
        NameUniverse = "name-universe";
        /// Give a mandate.
        GiveMandate = "give-mandate";
        /// End a mandate.
        EndMandate = "end-mandate";
        /// Pass a function from one commissioner to another for a period.
        TransferFunction = "transfer-function";
        /// End a transfer early.
        EndTransfer = "end-transfer";
        /// Carry over what several bodies had decided and delegated to the one that takes their place.
        CarryOver = "carry-over";
        /// Divide what a body held between its successors.
        Divide = "divide";
        /// Withdraw a fact recorded in error.
        Withdraw = "withdraw";
    }
}
