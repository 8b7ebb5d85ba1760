package RT::Extension::Replylint;

use strict;
use warnings;
use utf8;

use HTML::Entities ();

use RT::Extension::Replylint::Server;
use RT::Extension::Replylint::Settings;
use RT::Extension::Replylint::Thread;

our $VERSION = '0.1.0';

my $SHOWN_AT_MOST  = 5;
my $LONGEST_REASON = 500;    # characters; the server takes no more
my %GRAVITY = ( error => 'Serious', warning => 'Warning' );

=encoding utf8

=head1 NAME

RT::Extension::Replylint - asks a replylint server before a reply goes to the requestors

=head1 SYNOPSIS

    Plugin('RT::Extension::Replylint');
    Set($ReplylintServer, 'http://127.0.0.1:8817');
    Set($ReplylintKeyFile, '/etc/request-tracker5/replylint.key');

=head1 DESCRIPTION

A reply in which the server finds something that holds it comes back to its form with what was found. It goes once that is
mended, or once the agent ticks "Send anyway" and says why. When the server cannot say, the reply goes, with a note to the
agent and a line in RT's log. No text of a reply, of the conversation or of a reason is ever logged.

=cut

RT::Extension::Replylint::Settings::declare();

=head2 BeforeUpdate

Judges what is about to be sent; the callback of that name on the pages C<Ticket/Update.html> and C<m/ticket/reply>. It takes what
RT gives the callback, C<request> (Mason's, whose notes take the outcome) and C<attached> (file name to file, of this form).
A held reply stops the update and tells why in C<results>. It never dies: what fails here lets the reply go.

=cut

sub BeforeUpdate {
    my ( $class, %arg ) = @_;
    return if $arg{checks_failure} || !exists $arg{ARGSRef}{SubmitTicket};
    my $outcome;
    {
        local ( $@, $SIG{__DIE__} );
        $outcome = eval { _judge( $arg{TicketObj}, $arg{ARGSRef}, [ sort keys %{ $arg{attached} || {} } ] ) };
        if ( !$outcome ) {
            my ($where) = $@ =~ /( at \S+ line \d+)\.?$/;    # the words before it could be the draft's
            $outcome = _unchecked( $arg{TicketObj}, 'the plugin failed' . ( $where // '' ) );
        }
    }
    $arg{request}->notes( replylint => $outcome );
    return unless $outcome->{held};
    ${ $arg{skip_update} } = 1;
    push @{ $arg{results} }, @{ $outcome->{held} };
    return;
}

=head2 BeforeDisplay

Tells the agent what there is to tell once the reply is gone; the callback of that name on the pages that show the ticket.

=cut

sub BeforeDisplay {
    my ( $class, %arg ) = @_;
    my $outcome = $arg{request}->notes('replylint') || {};
    push @{ $arg{Actions} }, $outcome->{note} if $outcome->{note};
    return;
}

# What becomes of it: {} it goes; {note} it goes, and this is told; {held, seen, why, anyway} it stays, with the lines to show.
sub _judge {
    my ( $ticket, $form, $attached ) = @_;
    return {} unless _replies( $ticket, $form );
    my $settings = RT::Extension::Replylint::Settings::read_all();
    if ( my $wrong = RT::Extension::Replylint::Settings::fault($settings) ) {
        return _unchecked( $ticket, $wrong );
    }
    return {} unless RT::Extension::Replylint::Settings::watches( $settings, $ticket->QueueObj );

    my $thread = RT::Extension::Replylint::Thread::told( $ticket, $form, $attached );
    my ( $result, $trouble ) = RT::Extension::Replylint::Server::check( $settings, $thread );
    return _unchecked( $ticket, $trouble ) if $trouble;
    my $verdict = $result->{verdict} // '';
    return {} unless $verdict eq 'hold' || ( $verdict eq 'warn' && $settings->{HoldOn} eq 'warn' );
    return _held( $result, $form, 'Not sent.' ) unless $form->{ReplylintAnyway};
    return _let_go( $settings, $ticket, $thread, $result, $form );
}

sub _replies {
    my ( $ticket, $form ) = @_;
    return 0 unless ( $form->{UpdateType} // '' ) eq 'response';
    my $words = RT::Interface::Web::StripContent(
        Content        => $form->{UpdateContent},
        ContentType    => $form->{UpdateContentType},
        StripSignature => 1,
        CurrentUser    => $ticket->CurrentUser,
    );
    return $words =~ /\S/ ? 1 : 0;
}

sub _let_go {
    my ( $settings, $ticket, $thread, $result, $form ) = @_;
    my $reason = substr _one_line( $form->{ReplylintReason} ), 0, $LONGEST_REASON;
    return _held( $result, $form, 'Not sent yet: say in a few words why it goes as it is.' ) unless length $reason;
    my $seen = $form->{ReplylintSeen} // [];
    my %seen = map { $_ => 1 } ref $seen ? @$seen : $seen;
    if ( grep { !$seen{ $_->{id} } } _told_of($result) ) {
        return _held( $result, { %$form, ReplylintAnyway => 0 }, 'Not sent yet: there is something that you have not seen.' );
    }
    my %letting = (
        conversation => $thread,
        findings     => [ map { $_->{id} } @{ $result->{findings} } ],
        by           => $ticket->CurrentUser->Name,
        reason       => $reason,
    );
    my $trouble = RT::Extension::Replylint::Server::override( $settings, \%letting );
    return {} unless $trouble;
    _log( $ticket, "did not take down why a reply went anyway: $trouble" );
    return { note => 'Sent anyway. replylint could not take down your reason.' };
}

sub _unchecked {
    my ( $ticket, $why ) = @_;
    _log( $ticket, "did not check a reply: $why" );
    return { note => 'replylint did not check this reply; RT’s log says why. It was sent as it is.' };
}

sub _log {
    my ( $ticket, $what ) = @_;
    RT->Logger->warning( sprintf 'replylint %s (ticket #%d, %s)', $what, $ticket->Id, $ticket->CurrentUser->Name );
    return;
}

sub _held {
    my ( $result, $form, $first ) = @_;
    my @told = _told_of($result);
    my $things = @told == 1 ? 'One thing' : scalar(@told) . ' things';
    my @lines = ("$first $things in this reply may come back as a complaint:");
    push @lines, map { _line($_) } @told > $SHOWN_AT_MOST ? @told[ 0 .. $SHOWN_AT_MOST - 1 ] : @told;
    push @lines, sprintf 'and %d more.', @told - $SHOWN_AT_MOST if @told > $SHOWN_AT_MOST;
    push @lines, 'Change the reply, or tick “Send anyway” below it and say why.';
    return {
        held   => \@lines,
        seen   => [ map { $_->{id} } @{ $result->{findings} } ],
        why    => _one_line( $form->{ReplylintReason} ),
        anyway => $form->{ReplylintAnyway} ? 1 : 0,
    };
}

# Errors and warnings, as the server orders them, gravest first. Suggestions hold nothing, unless a server is told so.
sub _told_of {
    my ($result) = @_;
    my @all = @{ $result->{findings} };
    my @grave = grep { $GRAVITY{ $_->{severity} } } @all;
    return @grave ? @grave : @all;
}

# A finding in words: where, why, what to write instead. It is plain text, which RT escapes.
sub _line {
    my ($finding) = @_;
    my $words = _one_line( _readable( $finding->{text} ) );
    my $message = $finding->{message};
    my $where =
          $finding->{about} eq 'absence'       ? 'Missing from the reply: '
        : index( $message, $words ) >= 0       ? ''
        :                                        "“$words”: ";
    my $gravity = $GRAVITY{ $finding->{severity} } // 'Suggestion';
    return "$gravity. $where$message $finding->{advice}";
}

sub _readable {
    my ($slice) = @_;
    $slice =~ s/<[^<>]*>//g;
    return HTML::Entities::decode_entities($slice);
}

sub _one_line {
    my ($text) = @_;
    $text = join ' ', grep { defined } ref $text ? @$text : $text;
    $text =~ s/\s+/ /g;
    $text =~ s/^ | $//g;
    return $text;
}

1;
