package RT::Extension::Replylint::Thread;

use strict;
use warnings;

use DateTime::TimeZone;
use JSON ();

my $TURNS_AT_MOST      = 50;
my $CHARACTERS_AT_MOST = 100_000;

# A ticket and the reply that is written to it, as the server takes a conversation.
sub told {
    my ( $ticket, $form, $attached ) = @_;
    my $now = RT::Date->new( $ticket->CurrentUser );
    $now->SetToNow;
    my $draft = _turn( agent => $form->{UpdateContent}, $form->{UpdateContentType} );
    $draft->{draft} = JSON::true();
    $draft->{attachments} = $attached if @$attached;
    return {
        id       => RT->Config->Get('rtname') . ' #' . $ticket->Id,
        channel  => 'email',
        now      => $now->W3CDTF,
        agent    => _agent( $ticket->CurrentUser ),
        customer => _customer($ticket),
        turns    => [ _earlier( $ticket, $CHARACTERS_AT_MOST - length $draft->{text} ), $draft ],
    };
}

# The correspondence so far, oldest first; of a long one the end.
sub _earlier {
    my ( $ticket, $room ) = @_;
    my $transactions = $ticket->Transactions;
    $transactions->Limit( FIELD => 'Type', OPERATOR => 'IN', VALUE => [ 'Create', 'Correspond' ] );
    $transactions->OrderByCols( map { { FIELD => $_, ORDER => 'DESC' } } qw(Created id) );
    $transactions->RowsPerPage($TURNS_AT_MOST);
    my @turns;
    while ( my $transaction = $transactions->Next ) {
        my $content = $transaction->ContentObj or next;
        my $turn = _turn( _role( $ticket, $transaction ), $content->Content, $content->ContentType );
        $room -= length $turn->{text};
        last if $room < 0;
        my @files = grep { defined && length } map { $_->Filename } @{ $transaction->Attachments->ItemsArrayRef };
        unshift @turns, { %$turn, at => $transaction->CreatedObj->W3CDTF, @files ? ( attachments => \@files ) : () };
        my $author = _name( $transaction->CreatorObj );
        $turns[0]{author} = $author if defined $author;
    }
    return @turns;
}

sub _turn {
    my ( $role, $text, $type ) = @_;
    return { role => $role, text => $text // '' } unless ( $type // '' ) eq 'text/html';
    $text =~ s{\bdata:[\w/+.-]+;base64,[A-Za-z0-9+/=\s]+}{data:}g;    # a pasted picture: large, and no words
    return { role => $role, text => $text, format => 'html' };
}

# A ticket starts with what the customer wants, whoever wrote it down. Whom RT does not know as staff is on her side.
sub _role {
    my ( $ticket, $transaction ) = @_;
    my $creator = $transaction->CreatorObj;
    return 'customer' if $transaction->Type eq 'Create' || !$creator->Privileged;
    return $ticket->IsRequestor( $creator->PrincipalId ) ? 'customer' : 'agent';
}

sub _agent {
    my ($user) = @_;
    my %agent = ( id => $user->Name );
    my $name = _name( $user->UserObj );
    $agent{name} = $name if defined $name;
    my $zone = $user->UserObj->Timezone || RT->Config->Get('Timezone');
    $agent{time_zone} = DateTime::TimeZone->new( name => $zone )->name if $zone && DateTime::TimeZone->is_valid_name($zone);
    return \%agent;
}

sub _customer {
    my ($ticket) = @_;
    my @people = @{ $ticket->Requestors->UserMembersObj->ItemsArrayRef };
    my @names = grep { defined } map { _name($_) } @people;
    my %customer;
    $customer{email} = $people[0]->EmailAddress if @people == 1 && $people[0]->EmailAddress;
    $customer{name} = $names[0] if @names == 1;
    $customer{names} = \@names if @names > 1;
    return \%customer;
}

# A person's name; RT puts the address there when it knows no name, and that is none.
sub _name {
    my ($user) = @_;
    my $name = $user->RealName // '';
    return $name =~ /\S/ && $name !~ /@/ ? $name : undef;
}

1;
