"""What asks for a thing that has no slot of its own, and what tells it."""

from __future__ import annotations

import re

from replylint.late import late

PAIRS: tuple[tuple[re.Pattern[str], re.Pattern[str]], ...] = (  # what asks, what answers
    (
        late(r"\bmodels?\b|\bmake and model\b"),
        late(r"\b(?:it's|its|it is|have|has|got|the|my|our|an?|own|bought) (?:the |an? |"
             r"own )?(?:\w+ )?[a-z]{3,} (?:series )?(?=[a-z-]*\d)"
             r"[a-z]{1,4}-?\d{1,4}[a-z]{0,3}\b(?! ?(?:am|pm|days|weeks))"),
    ),
    (
        late(r"\b(?:registration|reg\b|number plate|licen[cs]e plate|plate number)(?: number| mark)?"),
        late(r"\b[a-z]{2}\d{2} ?[a-z]{3}\b|\b(?:reg|plate|registration)(?: number)?(?: is|:)? [a-z]{0,3}[- ]?\d[\w -]{2,8}"),
    ),
    (
        late(r"\bhow (?:would|do|shall|should) (?:you|we|i) (?:like |want |prefer )?(?:us )?(?:to )?(?:be |get |receive |"
            r"have )?"
             r"(?:the |your )?(?:refund|money|paid back)\w*"),
        late(r"\b(?:refund|money|credit|paid|pay)\w*[^.?!\n]{0,40}\b(?:to|on|onto|via|by|into) (?:my |the |"
            r"our )?(?:\w+ )?(?:paypal|card|bank|"
             r"account|cheque|voucher|visa|mastercard|amex)\b"),
    ),
    (
        late(r"\b(?:which|what) (?:route|journey|leg|line|connection)\b|\bwhere (?:are|were|will) you (?:fly|travel|go|head|"
            r"driv)\w*|"
             r"\bwhere (?:from|to)\b|\bfrom where\b|\b(?:departure|arrival|destination) (?:airport|station|port|city)"),
        late(r"\bfrom (?!the\b|my\b|your\b|our\b|a\b|you\b|it\b|now\b|\d)[a-z]{3,} to (?!the\b|my\b|your\b|a\b|be\b)[a-z]{3,}"),
    ),
    (
        late(r"\b(?:which|what) (?:train|bus|flight|ferry|service|coach|sailing)\b(?! (?:number|would|do you want|should))"),
        late(r"\b(?:the|my|our) \d{1,2}[:.]\d\d\b|\b\d{1,2}[:.]\d\d (?:from|to|train|flight|bus|ferry|coach|service)\b|"
             r"\bflight (?:no\.? |number )?[a-z]{2} ?\d{2,4}\b"),
    ),
    (
        late(r"\bwhat (?:the|your) (?:\w+ )?meter (?:reads?|showed|said|shows?|says?|was at)\b|\b(?:meter|water|gas|"
             r"electric\w*|mileage|odometer)?(?: |^)?(?:readings?|meter figures?|mileage|"
            r"figures? on (?:the|your) meter)\b"
             r"(?! (?:the|a|your|through|this|it)\b)"),
        late(r"\b(?:reading|meter|mileage|odometer|clock)\w*\b(?![^.?!\n]{0,30}\b(?:last|previous|old|wrong|"
            r"estimate\w*)\b)[^.?!\n]{0,60}?"
             r"\b\d{3,}\b|\b\d{3,} (?:on the (?:meter|clock)|miles|kwh)"),
    ),
    (
        late(r"\bhow old (?:is|are|was|were)\b|\b(?:what|which) age\b|\b(?:your|the|his|her|their) age\b|\bage of\b"),
        late(r"\b(?:is|are|am|i'm|he's|she's|aged|turned|turns|turning|age) (?:now |only |just )?\d{1,2}\b(?! ?(?:am|pm|cm|"
            r"kg|mm|minutes|"
             r"hours|days|weeks|months|euros|pounds|%|miles|km|[:.]\d|x))|"
             r"\b(?:son|daughter|kid|child|boy|girl|nephew|niece|dog|cat|mum|dad|mother|"
             r"father)[ ,]{1,2}\(?\d{1,2}\)?(?=[ ,.)])|"
             r"\b\d{1,2}[- ](?:years?[- ]old|yo\b|yrs?\b)"),
    ),
    (
        late(r"\bwhy (?:are you|you're|you are|you want|you'd like|do you want|would you like|"
            r"you wish)[^.?!]{0,24}(?:cancel|leav|clos|"
             r"return|send|mov|end|switch)\w*|\breasons? (?:for|of|behind|why) (?:the |your |you )?(?:\w+ )?(?:cancel\w*|"
             r"return\w*|leaving|"
             r"closing|closure|departure|refund|change|complaint|request)"),
        late(r"\b(?:cancel|clos|leav|return|send|sent|end|stop|refund|chang|mov|switch)\w*\b[^.?!\n]{0,60}\b(?:because|"
            r"since|as i|as we|"
             r"as it|due to|so that|cos|cause)\b [^.?!\n]{4,40}"),
    ),
    (
        late(r"\bhow (?:did you|have you|was it|was this|were you) (?:pay|paid|paying)\b|\b(?:which|what) (?:payment|card|"
            r"method)"
             r"(?: method| type)? (?:did|was|have|you)\b|\bpayment method\b"),
        late(r"\b(?:paid|pay|bought|ordered|charged|payment)\b[^.?!\n]{0,24}\b(?:by|with|via|using|through|on|in) (?:my |a |"
            r"our )?(?:\w+ )?"
             r"(?:card|paypal|visa|cash|transfer|apple pay|google pay|amex|mastercard|voucher|klarna|cheque|direct debit)\b"),
    ),
    (
        late(r"\b(?:which|what) size\b|\bwhat(?:'s| is) (?:the|your) (?:\w+ )?size\b"),
        late(r"\b(?:need|want|like|take|wear|prefer|swap\w* (?:it |them )?(?:for|to)|exchange\w* (?:it |them )?(?:for|"
            r"to)) (?:it |them )?"
             r"(?:in )?(?:an? |the )?(?:size )?(?:\d{1,2}(?:\.5)?|xx?[sl]|[sml]|small|medium|large)\b(?! (?:of|days?|weeks?|"
             r"more|pairs?))"),
    ),
    (
        late(r"\bwhat time (?:did|was|were|do|would|should|shall|is best)\b|\bat what time\b|\b(?:which|what) time\b"),
        late(r"\b(?:at|around|about|by|after|for|the) (?:about )?(?:\d{1,2}(?:[:.]\d\d)? ?(?:am|pm|o'clock)|\d{1,2}[:.]\d\d|"
            r"noon|midnight)\b"),
    ),
    (
        late(r"\bwhat (?:exactly |precisely )?(?:does|did|is) (?:it|the (?:\w+ )?(?:app|screen|page|display|message|error|"
            r"site|website|"
             r"system|box|popup|pop-up|notice|email|e-mail|text|machine|terminal)) (?:say|show|read|tell|display)\w*|"
             r"\b(?:exact|precise) (?:wording|words|text)\b"),
        late(r"\b(?:says?|said|reads?|shows?|showing|saying|message|error)\b[^.?!\n]{0,20}[\"'][^\"'\n]{5,}[\"']"),
    ),
    (
        late(r"\bwho(?:m)? (?:did you|was it you|you|have you) (?:speak|spoke|spoken|talk|talked|deal|dealt|chat|chatted)\w*|"
             r"\bname of the (?:agent|colleague|person|adviser|advisor|member of staff) (?:you|who)\b"),
        late(r"\b(?:spoke|talked|chatted|dealt|speaking) (?:to|with) (?!you|some|a\b|an\b|the\b|one|him|her|them|two|three|"
            r"several|"
             r"customer|support|my|our|no|nobody)[a-z]{3,}|\b(?:colleague|agent|lady|man|guy|woman|called|named) (?!said|"
             r"told|who|and|"
             r"that|promised|in|at|on|from|there|has|was)[a-z]{3,} (?:said|told|promised|offered|assured|confirmed|agreed|"
             r"explained)\b"),
    ),
    (
        late(r"\b(?:which|what) (?:day|date)s?\b[^.?!]{0,30}\b(?:suit|prefer|work|like|want|convenient|best|good)\w*|"
            r"\bwhen would "
             r"(?:you like|you prefer|suit|it suit|be best|be convenient|you want)\b"),
        late(r"\b(?:on|for|by|to|this|next|until) (?:mon|tues|wednes|thurs|fri|satur|sun)day\b[^.?!\n]{0,20}(?:instead|"
            r"please|$|[?.,!])|"
             r"\b(?:mon|tues|wednes|thurs|fri|satur|sun)day (?:instead|please|would be|suits|is best|works)\b"),
    ),
    (
        late(r"\b(?:which|what) colou?r\b|\bcolou?r (?:would|do) you\b"),
        late(r"\b(?:in|the|an?|want|need|prefer|like|take) (?:it |them |the |one )?(?:in )?(?:dark |light |navy |"
            r"pale )?(?:black|white|gr[ea]y|"
             r"red|blue|green|yellow|pink|purple|brown|orange|navy|beige|cream|silver|gold|mustard|turquoise|teal|burgundy)\b"
             r"(?! (?:light|lamp|led|dot|box|button|card|screen|stripe))"),
    ),
    (
        late(r"\bwhen (?:exactly |roughly )?(?:did|was|were) (?:this|it|that|the|your|you) ?(?:\w+ ){0,3}(?:happen|occur|"
            r"start|begin|take place|"
             r"break|crack|stop|fail|go wrong|fall|burst|leak|slip|notice|visit|stolen|damaged|lost|delivered)\w*|"
             r"\b(?:what|which) (?:day|date) (?:did )?(?:this|it|that|the)\b[^.?!]{0,20}(?:happen|occur|was|took|take)\w*|"
             r"\bsince when\b|"
             r"\bhow long (?:has|have) (?:this|it|that|you)\b"),
        late(r"(?!)"),
    ),
    (
        late(r"\bhow old\b|\bages?\b"),
        late(r"\b(?:wife|husband|partner|dad|father|mum|mom|mother|son|daughter|me|he|she|i'm|i am|is|are|aged?|child|kid|"
             r"boy|girl|"
             r"dog|cat|puppy|baby|they're)(?: who)?(?: is| are|:|,)? ?\(?(?:\d{1,2}|two|three|four|five|six|seven|eight|"
             r"nine|ten|eleven|"
             r"twelve)\b(?! ?(?:am|pm|cm|kg|kilos|mm|mg|minutes?|hours?|days?|weeks?|euros?|pounds?|%|percent|miles?|km|"
             r"of|people|times|"
             r"x|[:.]\d|adults|seats|nights))|\b\d{1,2} (?:months?|years?|weeks?) old\b"),
    ),
    (
        late(r"\bweights?\b|\bweighs?\b|\bhow heavy\b"),
        late(r"\b\d+(?:[.,]\d+)? ?(?:kgs?|kilos?|kilograms?|lbs?|pounds|stone|grams?|tonnes?|tons?)\b"),
    ),
    (
        late(r"\bmeasur\w+|\bdimensions?\b|\b(?:width|height|depth|drop|length)s?\b|\bhow (?:wide|tall|deep|high|long is)\b|"
             r"\bsquare (?:metres|meters|feet)\b|\b(?:room|floor|garden) size\b"),
        late(r"\b\d+(?:[.,]\d+)? ?(?:cm|mm|m|metres?|meters?|inch(?:es)?|ft|feet|foot|sqm|m2|square \w+)\b|\b\d+ ?(?:x|"
             r"by) ?\d+"),
    ),
    (
        late(r"\ballerg\w+|\bdietary\b|\bintoleran\w+"),
        late(r"\ballergic to (?:\w+ )?\w+|\b(?:nut|nuts|peanut|dairy|gluten|egg|penicillin|latex|shellfish|milk|wheat|soy|"
             r"sesame|pollen|"
             r"fish)s? (?:allerg\w+|intoleran\w+)|\bintoleran\w+ to \w+|\b(?:vegan|vegetarian|coeliac|celiac|halal|kosher)\b|"
             r"\ballerg\w+[:,] \w+"),
    ),
    (
        late(r"\b(?:medicines?|medications?|tablets|pills|prescriptions?)\b|\bwhat (?:do|does|is|are) (?:you|he|she|"
             r"they) tak\w+"),
        late(r"\b\d+ ?mg\b|\bon (?:the |some )?(?:\w+ )?(?:tablets|pills|medication|antibiotics|steroids|insulin|thinners?)\b|"
             r"\b(?:twice|once|three times) a day\b|\btakes? (?:a |an )?(?:\w+ )?(?:thinner|statin|inhaler|antibiotics?|"
             r"insulin|painkillers?)"),
    ),
    (
        late(r"\b(?:what|which|whatever|exact|precise)\b[^.?!]{0,50}\b(?:messages?|errors?|wording|text|codes?|says?|said|"
             r"displayed|shown|"
             r"displays?|shows?|appears?|reads?|pops? up|comes? up)\b|\b(?:error|fault) (?:message|code)\b"),
        late(r"\b(?:says?|said|saying|error|message|shows?|showing|reads?|comes? up|pops? up|displays?|flashes|code|get|"
             r"getting|throws)\b"
             r"[^.?!\n]{0,30}?(?:[\"'][^\"'\n]{4,}[\"']|\b[a-z]{1,6}-?\d{1,5}\b)"),
    ),
    (
        late(r"\b(?:what|how much)\b[^.?!]{0,24}\b(?:cost you|you paid|did you pay|you were charged|it cost|was the price|"
             r"is it worth|the "
             r"value)\b|\b(?:price|amount|sum) (?:you )?(?:paid|that was|of the)\b|\b(?:its|their|the|declared) value\b"),
        late(r"\b(?:price|paid|cost\w*|charged|worth|value\w*|for|each|total|took|"
             r"bill\w*)\b[^.?!\n]{0,16}(?:[£$€] ?\d[\d.,]*|\b\d[\d.,]* "
             r"?(?:[£€$]|euros?|pounds|quid|dollars))|[£$€]\d[\d.,]* (?:each|in total)"),
    ),
    (
        late(r"\bdates? of birth\b|\bd\.?o\.?b\b|\bbirth ?dates?\b|\bbirthdays?\b|\bwhen (?:was|were) [^.?!]{1,24} born\b"),
        late(r"\bborn\b[^.?!\n]{0,14}\d|\b(?:date of birth|dob|d\.o\.b\.?|birthday)\W{0,6}(?:is )?\d"),
    ),
    (
        late(r"\b(?:phone|telephone|mobile|contact|cell|landline) numbers?\b|\b(?:best|which|what) number\b|\bnumber (?:may|"
             r"can|should|could|do) "
             r"(?:i|we)\b|\bnumber to (?:call|ring|reach|phone|text)\b|\bhow (?:can|may|do) (?:i|we) (?:reach|call|ring|"
             r"phone) you\b"),
        late(r"(?<![\w.,-])\+?\d(?:[ ()-]?\d){8,}(?![\w-])"),
    ),
    (
        late(r"\bhow long\b[^.?!]{0,40}\b(?:been|going on|had|gone|lasted|this|it's|it has|noticed)\b|\bsince when\b|"
             r"\bwhen (?:did|was|were) "
             r"(?:it|this|that|the|you first|you)\b[^.?!]{0,30}\b(?:start|begin|stop|fail|first|last work|notice|go out|"
             r"go off|break|appear)\w*"),
        late(r"\bsince (?:about |around |roughly |at least )?(?!i |we |you |it |they |then|this is)(?:the )?[\w-]+|"
             r"\b(?:been|going on|had (?:it|this|them))\b[^.?!\n]{0,20}\bfor (?:the (?:past|last) |about |over |"
             r"nearly )?(?:\d+|an?|two|three|four|five|"
             r"six|several|a few) (?:hour|day|week|month|year|fortnight)s?\b|\b(?:an?|\d+|two|three|four|five) (?:day|"
             r"week|month|year)s? ago\b"),
    ),
    (
        late(r"\bwhere (?:will|are|do|would|is|were) (?:you|they|he|she) (?:be )?(?:stay|travel|go|fly|head|live|liv)\w*"),
        late(r"\b(?:stay|staying|stays|travel\w*|fly\w*|going|head\w*|live|lives|living)\b[^.?!\n]{0,30}\b(?:in|at|to|with|"
             r"near) "
             r"(?!the\b|a\b|it\b|you\b|be\b|get\b|this\b|that\b|my phone)[a-z]{3,}"),
    ),
    (
        late(r"\b(?:which|what) (?:platform|console|system|device|operating system|os)\b|\bare you (?:on|playing on|"
             r"using) (?:a |an )?(?:pc|"
             r"console|mobile|android|ios|iphone|windows|mac|xbox|ps\d|switch)\b|\bon (?:pc|console|mobile|android|"
             r"ios),? (?:or|console|mobile)"),
        late(r"\b(?:on|using|have|got|with|for|via|own) (?:an? |my |the )?(?:\w+ )?(?:switch|ps[345]|playstation|xbox|pc|"
             r"mac|macbook|windows|"
             r"iphone|android|ipad|steam|pixel|galaxy|chromebook|linux)\b|\b(?:pc|ps5|xbox|iphone|android|mac)[,.](?= )"),
    ),
    (
        late(r"\b(?:colour|color)s?\b"),
        late(r"\b(?:black|white|gr[ea]y|red|blue|green|yellow|amber|orange|pink|purple|brown|navy|beige|cream|silver|gold|"
             r"mustard|turquoise|"
             r"teal|burgundy|walnut|oak|tortoise|ivory|mint|lilac|khaki)\b"),
    ),
    (
        late(r"\bsizes?\b"),
        late(r"\b(?:size|in an?|a|the|ordered an?|for an?) (?:uk |eu |us )?(?:\d{1,2}(?:\.5)?|xx?[sl]|[sml]|small|medium|"
             r"large|extra large)\b(?! ?(?:of|days?|weeks?|cm|%|"
             r"pm|am|hours?|minutes?|euros?|pounds?|percent))"),
    ),
    (
        late(r"\b(?:photos?|pictures?|pics?|photographs?|images?|screenshots?|snapshots?)\b"),
        late(r"\b(?:see (?:the|my|attached)?|attach\w+|enclos\w+|here (?:is|are)|sent (?:you )?|with|added) ?(?:my |the |"
             r"an? |some )?"
             r"(?:\w+ )?(?:photos?|pictures?|pics?|photographs?|images?|screenshots?)\b|"
             r"(?:^|[,.;] )(?:\d|two|three|four|five|some|a couple of) (?:photos?|pictures?|pics?|images?|screenshots?)\b|"
             r"\b(?:photos?|pictures?|pics?|screenshots?)\b[^.?!\n]{0,30}\b(?:attached|enclosed|below|above)\b"),
    ),
    (
        late(r"\b(?:invoice|receipt|proof of purchase|bill)\b"),
        late(r"\b(?:invoice|receipt|bill|proof of purchase)s? (?:is |are )?(?:attached|enclosed|below)\b|\b(?:attach\w+|"
             r"enclos\w+)\b"
             r"[^.?!\n]{0,24}\b(?:invoice|receipt|bill|proof of purchase)\b"),
    ),
    (
        late(r"\b(?:headcount|head count|how many (?:people|guests|persons|adults|children|of you)|number of (?:people|"
             r"guests|adults|children|"
             r"participants|attendees)|final numbers?|party size)\b"),
        late(r"\b(?:\d+|two|three|four|five|six|seven|eight|nine|ten) (?:adults|children|kids|guests|people|of us|persons|"
             r"participants|pupils|"
             r"students|grown-ups|staff)\b|\b(?:party|group|table) of (?:\d+|two|three|four|five|six|seven|eight)\b"),
    ),
    (
        late(r"\bspell(?:ing|ed|t)?\b"),
        late(r"\b(?:passport|it's|spelt|spelled|spelling|should (?:be|read|say))\b[^.?!\n]{0,24}\b(?:says?|is|reads?|with|"
             r"as) [a-z]+"),
    ),
    (
        late(r"\b(?:where|which (?:shop|store|retailer|branch|dealer)|the (?:shop|store|retailer|dealer|"
             r"branch))\b[^.?!]{0,40}\b(?:bought|buy|"
             r"purchased?|got it)\b"),
        late(r"\b(?:bought|got|purchased|ordered)\b[^.?!\n]{0,30}\b(?:at|from|in|through) (?!the start|me\b|time\b|january|"
             r"february|march|april|"
             r"may\b|june|july|august|september|october|november|december|a hurry|\d)(?:the |your |my )?[a-z]{3,}"),
    ),
)  # fmt: skip
WHEN = 15  # of these, one is answered by a day that is told of what happened
