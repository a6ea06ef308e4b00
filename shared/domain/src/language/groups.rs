//! Codes of whole groups of languages.

/// Those whose scope is "collection" in the registry of IANA: nobody speaks Slavic.
const GROUPS: &str = "\
    aav afa alg alv apa aqa aql art ath auf aus awd azc bad bai bat ber bh bih bnt btk cai \
    cau cba ccn ccs cdc cdd cel cmc cpe cpf cpp crp csu cus day dmn dra egx esx euq fiu fox \
    gem gme gmq gmw grk him hmx hok hyx iir ijo inc ine ira iro itc jpx kar kdo khi kro map mkh \
    mno mun myn nah nai ngf nic nub omq omv oto paa phi plf poz pqe pqw pra qwe roa sai sal \
    sdv sem sgn sio sit sla smi son sqj ssa syd tai tbq trk tup tut tuw urj wak wen xgn xnd \
    ypk zhx zle zls zlw znd";

/// Whether a code is that of a group of languages, and of none of them.
pub(super) fn is_group(primary: &str) -> bool {
    GROUPS.split(' ').any(|code| code == primary)
}
