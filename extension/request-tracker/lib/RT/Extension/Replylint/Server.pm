package RT::Extension::Replylint::Server;

use strict;
use warnings;

use JSON ();
use LWP::UserAgent;
use Time::HiRes ();
use URI;

my %REFUSALS = (
    401 => 'its key is missing or not known',
    403 => 'it does not answer to this host or with this key',
    404 => 'there is no replylint at this address',
    409 => 'it has no store',
    413 => 'the conversation is too large',
    422 => 'the conversation is too large, or the profile is not known',
    503 => 'its store does not answer',
);

# Judges a conversation: the result, or nothing and why there is none.
sub check {
    my ( $settings, $thread ) = @_;
    my $path = URI->new('/v1/check');
    $path->query_form( profile => $settings->{Profile} ) if length $settings->{Profile};
    my ( $result, $trouble ) = _ask( $settings, $path, $thread );
    return ( undef, $trouble ) if $trouble;
    return ( undef, "what answers at $settings->{Server} is no replylint" )
        unless ref $result->{findings} eq 'ARRAY' && $result->{verdict};
    return $result;
}

# Records that a draft goes anyway: nothing, or why that was not recorded.
sub override {
    my ( $settings, $letting ) = @_;
    my ( undef, $trouble ) = _ask( $settings, '/v1/overrides', $letting );
    return $trouble;
}

sub _ask {
    my ( $settings, $path, $body ) = @_;
    my $key = RT::Extension::Replylint::Settings::key($settings);
    my @head = ( 'Content-Type' => 'application/json', length $key ? ( Authorization => "Bearer $key" ) : () );
    my $agent = LWP::UserAgent->new( timeout => $settings->{Timeout}, max_redirect => 0, env_proxy => 0 );
    ( my $address = $settings->{Server} ) =~ s{/+$}{};
    my $bytes = JSON->new->utf8->encode($body);
    my $answer = _within( $settings->{Timeout}, sub { $agent->post( "$address$path", @head, Content => $bytes ) } );
    return ( undef, _why_not( $settings, $answer ) ) unless $answer && $answer->is_success;
    my $told = eval { JSON->new->utf8->decode( $answer->content ) };
    return ( undef, "what answers at $settings->{Server} is no replylint" ) unless ref $told eq 'HASH';
    return $told;
}

# The timeout of LWP is one of silence; this one is of the whole. An alarm that someone else has set is put back.
sub _within {
    my ( $seconds, $ask ) = @_;
    my ( $answer, $before );
    eval {
        local $SIG{ALRM} = sub { die "late\n" };
        $before = Time::HiRes::alarm($seconds);
        $answer = $ask->();
        Time::HiRes::alarm(0);
        1;
    } or Time::HiRes::alarm(0);
    Time::HiRes::alarm($before) if $before;
    return $answer;
}

# In our words: a server's own could hold some of the draft.
sub _why_not {
    my ( $settings, $answer ) = @_;
    my $where = "the server at $settings->{Server}";
    my $late = "$where did not answer within $settings->{Timeout} seconds";
    return $late unless $answer;
    if ( ( $answer->header('Client-Warning') // '' ) eq 'Internal response' ) {
        return $answer->message =~ /^(?:late|read timeout)/ ? $late : "$where cannot be reached";
    }
    my $refusal = $REFUSALS{ $answer->code };
    return "$where answered " . $answer->code . ( $refusal ? ": $refusal" : '' );
}

1;
