package RT::Extension::Replylint::Settings;

use strict;
use warnings;

use URI;

my $SLOWEST = 30;    # seconds that an agent may be kept waiting
my %SHIPPED = (
    Server       => 'http://127.0.0.1:8817',
    Key          => '',
    KeyFile      => '',
    Profile      => '',
    Timeout      => 2,
    HoldOn       => 'hold',
    Queues       => [],
    ExceptQueues => [],
);

# Tells RT what there is to set. The file of the site has been read by now, and RT says it all again in its log when it starts.
sub declare {
    for my $name ( keys %SHIPPED ) {
        my $meta = $RT::Config::META{"Replylint$name"} ||= {};
        $meta->{Type}      = ref $SHIPPED{$name} ? 'ARRAY' : 'SCALAR';
        $meta->{Default}   = $SHIPPED{$name};
        $meta->{Immutable} = 1;
    }
    $RT::Config::META{ReplylintKey}{Obfuscate} = sub { return 'not shown' };
    $RT::Config::META{ReplylintServer}{PostLoadCheck} = \&_check_at_start;
    return;
}

sub _check_at_start {
    my $settings = read_all();
    my $fault = fault($settings);
    $fault .= '. No reply is checked until that is mended' if $fault;
    $fault ||= _unknown_setting() || _unknown_queue($settings);
    RT->Logger->error("replylint: $fault") if $fault;
    return;
}

# Every setting by its name without `Replylint`; of a key file what is in it.
sub read_all {
    my %settings;
    for my $name ( keys %SHIPPED ) {
        $settings{$name} = ref $SHIPPED{$name} ? [ RT->Config->Get("Replylint$name") ] : RT->Config->Get("Replylint$name");
    }
    if ( length $settings{KeyFile} && open my $file, '<', $settings{KeyFile} ) {
        my $line = <$file> // '';
        close $file;
        $line =~ s/^\s+|\s+$//g;
        $settings{KeyInFile} = $line;
    }
    return \%settings;
}

# What is wrong with them, in one line; nothing when they can be used.
sub fault {
    my ($settings) = @_;
    my ( $server, $hold_on, $timeout ) = @$settings{qw(Server HoldOn Timeout)};
    my $address = URI->new($server);
    return '$ReplylintServer holds a password; a key belongs in $ReplylintKey' if $server =~ /\@/;    # the log names the address
    return "\$ReplylintServer is '$server'; it is an address as http://127.0.0.1:8817"
        unless ( $address->scheme // '' ) =~ /^https?$/ && length $address->host;
    return "\$ReplylintHoldOn is '$hold_on'; it is 'hold' or 'warn'" unless $hold_on =~ /^(?:hold|warn)$/;
    return "\$ReplylintTimeout is '$timeout'; it is a number of seconds, $SLOWEST at most"
        unless $timeout =~ /^\d*\.?\d+$/ && $timeout > 0 && $timeout <= $SLOWEST;
    return 'both $ReplylintKey and $ReplylintKeyFile are set; set one' if length $settings->{Key} && length $settings->{KeyFile};
    return "\$ReplylintKeyFile: '$settings->{KeyFile}' cannot be read, or is empty"
        if length $settings->{KeyFile} && !length( $settings->{KeyInFile} // '' );
    return '$ReplylintKey is not a key: a key is letters, digits, _ and -' if key($settings) =~ /[^\w-]/a;
    return;
}

sub key {
    my ($settings) = @_;
    return $settings->{KeyInFile} // $settings->{Key};
}

# Whether the replies of a queue are judged: it is one of those that are named, or none is, and it is not left out.
sub watches {
    my ( $settings, $queue ) = @_;
    my $name = lc $queue->Name;
    return 0 if grep { lc eq $name } @{ $settings->{ExceptQueues} };
    return !@{ $settings->{Queues} } || grep( { lc eq $name } @{ $settings->{Queues} } ) ? 1 : 0;
}

sub _unknown_setting {
    my ($name) = sort grep { /^Replylint(.*)/ && !exists $SHIPPED{$1} } keys %RT::Config::META;
    return unless $name;
    return "$name is no setting; there are " . join ', ', map { "Replylint$_" } sort keys %SHIPPED;
}

sub _unknown_queue {
    my ($settings) = @_;
    for my $list (qw(Queues ExceptQueues)) {
        for my $name ( @{ $settings->{$list} } ) {
            my $queue = RT::Queue->new( RT->SystemUser );
            $queue->LoadByCols( Name => $name );
            return "\@Replylint$list names '$name'; there is no such queue" unless $queue->Id;
        }
    }
    return;
}

1;
